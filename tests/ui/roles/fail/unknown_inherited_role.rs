//! What is inherited is a role.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission)]
pub enum Role {
    #[role(grants(ReadReports))]
    Reader,
    #[role(inherits(Raeder))]
    Editor,
}

fn main() {}
