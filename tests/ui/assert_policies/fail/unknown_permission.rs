//! A permission that does not exist.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: every DELETE requires "user:delete");

fn main() {}
