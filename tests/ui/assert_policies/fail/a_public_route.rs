//! Two routes are public.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: no public route, no public GET, no public route under "/api", no public route under "/api" mutates);

fn main() {}
