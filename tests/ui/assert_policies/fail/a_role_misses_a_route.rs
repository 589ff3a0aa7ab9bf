//! The role does not reach what it should.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: Reader reaches every route, Reader reaches every DELETE, Admin reaches every route);

fn main() {}
