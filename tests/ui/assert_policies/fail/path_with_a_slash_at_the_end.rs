//! Paths begin with a slash and end without.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: no public route under "/api/", no public route under "/", no public route under "api", no public route under api);

fn main() {}
