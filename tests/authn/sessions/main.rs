//! Sessions of browsers over HTTP: cookies, timeouts, other sites, stores that are silent.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod accounts;
mod app;
mod configuration;
mod cookies;
mod credentials;
mod cross_site;
mod ids;
mod lists;
mod logins;
mod outages;
mod races;
mod secrets;
mod store;
mod timeouts;
mod world;

pub use portcullis_tests::{Permission, Role};
