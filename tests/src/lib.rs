//! What the tests share: a vocabulary, a served app, clients, tokens.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test support"
)]
#![allow(clippy::missing_panics_doc, reason = "in a test a panic is the report")]

pub mod client;
pub mod server;
pub mod tokens;

use portcullis::{Permissions, Roles};

/// The permissions of the test apps.
#[derive(Permissions, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Read a report.
    #[permission("reports:read")]
    ReadReports,
    /// Write a report.
    #[permission("reports:write")]
    WriteReports,
    /// Delete a user.
    #[permission("users:delete")]
    DeleteUsers,
}

/// The roles of the test apps.
#[derive(Roles, Clone, Copy, Debug, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
pub enum Role {
    /// Reads.
    #[role(grants(ReadReports))]
    Reader,
    /// Reads and writes.
    #[role(inherits(Reader), grants(WriteReports))]
    Editor,
    /// Everything.
    #[role(grants(all))]
    Admin,
}
