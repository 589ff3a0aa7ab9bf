//! A vocabulary is one type.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission<const N: usize> {
    #[permission("reports:read")]
    ReadReports,
}

fn main() {}
