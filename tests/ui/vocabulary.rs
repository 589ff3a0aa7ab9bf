/// The permissions that every case speaks about.
#[derive(portcullis::Permissions, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Read reports.
    #[permission("reports:read")]
    ReadReports,
    /// Write reports.
    #[permission("reports:write")]
    WriteReports,
    /// Delete users.
    #[permission("users:delete")]
    DeleteUsers,
}

/// The roles that every case speaks about.
#[derive(portcullis::Roles, Clone, Copy, Debug, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
pub enum Role {
    /// Reads.
    #[role(grants(ReadReports))]
    Reader,
    /// Reads and writes.
    #[role(inherits(Reader), grants(WriteReports))]
    Editor,
    /// Does everything.
    #[role(grants(all))]
    Admin,
}
