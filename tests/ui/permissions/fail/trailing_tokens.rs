//! Nothing follows the name but keys.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read" "reports:list")]
    ReadReports,
}

fn main() {}
