//! A permission is a plain variant.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports(u32),
}

fn main() {}
