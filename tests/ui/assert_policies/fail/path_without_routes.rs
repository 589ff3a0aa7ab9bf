//! No route is below the path.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: no public route under "/amdin", Reader reaches no route under "/administrators", every route under "/admin/user" requires authenticated, Admin reaches every DELETE under "/adm");

fn main() {}
