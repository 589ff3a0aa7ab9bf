//! A table that does not exist.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(APIS: no public route mutates);

fn main() {}
