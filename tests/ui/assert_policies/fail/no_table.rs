//! The table is missing.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(no public route mutates);

fn main() {}
