//! Words that are no rule.

use portcullis::assert_policies;

include!("../app.rs");

assert_policies!(API, ADMIN: no private route, any route requires mfa, Reader gets no DELETE, every route needs mfa, Reader reaches some DELETE, no public route changes, every delete requires mfa, no public);

fn main() {}
