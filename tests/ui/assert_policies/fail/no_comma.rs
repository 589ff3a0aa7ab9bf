//! Rules have commas between them.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: no public route mutates Reader reaches no DELETE, every route requires "reports:read" and mfa);

fn main() {}
