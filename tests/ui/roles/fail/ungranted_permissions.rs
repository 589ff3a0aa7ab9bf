//! A permission that nobody can hold is a mistake.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
    #[permission("reports:write")]
    WriteReports,
    #[permission("users:delete")]
    DeleteUsers,
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission)]
pub enum Role {
    #[role(grants(ReadReports))]
    Reader,
}

fn main() {}
