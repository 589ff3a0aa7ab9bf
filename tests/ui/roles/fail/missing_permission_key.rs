//! Roles say what they grant.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    #[role(grants(ReadReports))]
    Reader,
}

fn main() {}
