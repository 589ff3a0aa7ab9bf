//! A name belongs to one permission.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
    #[permission("reports:read")]
    ListReports,
}

fn main() {}
