//! Roles do not inherit in a circle.
mod names {
    #[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
    pub enum Permission {
        #[permission("reports:read")]
        ReadReports,
    }
}

#[derive(portcullis::Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = names::Permission)]
pub enum Role {
    #[role(inherits(Admin), grants(ReadReports))]
    Reader,
    #[role(inherits(Reader))]
    Editor,
    #[role(inherits(Editor))]
    Admin,
}

fn main() {}
