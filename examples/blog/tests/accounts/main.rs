//! Accounts over HTTP, on both databases: logins, sessions, API keys, and what is kept from whom.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod browsers;
mod hall;
mod keys;
mod passwords;
mod secrets;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../site/mod.rs"]
mod site;
mod tokens;
mod users;
