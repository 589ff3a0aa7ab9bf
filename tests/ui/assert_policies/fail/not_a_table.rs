//! A handler is no table.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(health: no public route mutates, Reader reaches no DELETE);

fn main() {}
