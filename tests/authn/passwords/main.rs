//! Passwords: hashes, the effort that an answer takes, and the throttle in front of a login.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod hashing;
mod login;
mod throttle;

use portcullis::authn::password::Passwords;
use portcullis_tests::Permission;

/// The cheapest that is allowed.
fn passwords() -> Passwords {
    Passwords::builder().cost(7 * 1024, 5, 1).build().unwrap()
}
