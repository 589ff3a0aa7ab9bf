//! Unknown keys are refused with a suggestion.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read", ungrantd)]
    ReadReports,
}

fn main() {}
