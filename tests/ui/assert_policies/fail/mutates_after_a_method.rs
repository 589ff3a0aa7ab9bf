//! A method says by itself whether it mutates.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: no public POST mutates);

fn main() {}
