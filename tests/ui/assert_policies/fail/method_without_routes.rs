//! No route takes the method.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: every PUT requires authenticated, Admin reaches every DELETE under "/api", every POST under "/admin" requires mfa);

fn main() {}
