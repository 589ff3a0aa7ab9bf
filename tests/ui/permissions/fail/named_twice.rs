//! A permission has one name.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read")]
    #[permission("reports:list")]
    ReadReports,
}

fn main() {}
