//! The role reaches what it should not.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: Admin reaches no DELETE, Reader reaches no GET under "/api");

fn main() {}
