//! The name is not optional.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission]
    ReadReports,
}

fn main() {}
