//! Unknown keys are refused with a suggestion.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_role)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

fn main() {}
