//! A role that does not exist.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: Raeder reaches no DELETE, every route requires role(Reeder));

fn main() {}
