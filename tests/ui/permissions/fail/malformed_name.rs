//! Names are lowercase segments.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("Reports.Read")]
    ReadReports,
}

fn main() {}
