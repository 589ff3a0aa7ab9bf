//! Every permission has a name.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
    WriteReports,
}

fn main() {}
