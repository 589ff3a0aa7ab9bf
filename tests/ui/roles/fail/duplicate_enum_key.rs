//! A key is given once.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission, permission = Permission)]
pub enum Role {
    #[role(grants(ReadReports))]
    Reader,
}

fn main() {}
