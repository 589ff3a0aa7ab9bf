//! The order of the variants numbers them.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports = 3,
}

fn main() {}
