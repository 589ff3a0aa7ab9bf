//! A method that neither HTTP nor a route has.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: Reader reaches no DELTE, no public PURGE);

fn main() {}
