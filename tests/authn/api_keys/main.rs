//! API keys over HTTP, on a store that counts, fails and hangs as it is told.
#![allow(missing_docs, unreachable_pub, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod configuration;
mod endpoints;
mod form;
mod life;
mod limits;
mod outages;
mod permissions;
mod secrets;
mod spy;
mod transport;
mod uses;
mod world;

use portcullis_tests::{Permission, Role};
