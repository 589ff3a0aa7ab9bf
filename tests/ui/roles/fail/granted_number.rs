//! An associated number is not a permission.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

impl Permission {
    pub const FIRST: u16 = 0;
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission)]
pub enum Role {
    #[role(grants(FIRST))]
    Reader,
}

fn main() {}
