//! A public route takes POST.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: no public route mutates);

fn main() {}
