//! What is granted is a permission.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission)]
pub enum Role {
    #[role(grants(ReadReport))]
    Reader,
    #[role(grants(all))]
    Admin,
}

fn main() {}
