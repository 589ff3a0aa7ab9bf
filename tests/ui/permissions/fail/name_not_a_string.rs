//! The name is a string.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission(reports_read)]
    ReadReports,
}

fn main() {}
