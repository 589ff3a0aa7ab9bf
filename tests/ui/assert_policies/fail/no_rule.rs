//! Nothing is stated.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: );

fn main() {}
