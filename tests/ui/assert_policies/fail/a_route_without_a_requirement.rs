//! Not every route requires it.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: every route requires authenticated, every route under "/api/reports" requires "reports:read", every DELETE requires role(Editor), every route under "/admin" requires "users:delete");

fn main() {}
