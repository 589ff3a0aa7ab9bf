//! A key is given once.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles, no_roles)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

fn main() {}
