//! A role is a plain variant.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission)]
pub enum Role {
    #[role(grants(ReadReports))]
    Reader { id: u32 },
}

fn main() {}
