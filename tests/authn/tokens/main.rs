//! Portcullis' own tokens over HTTP: rotation, reuse, races, ends, outages, processes that die.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod answers;
mod app;
mod backends;
mod confusion;
mod ends;
mod grace;
mod keys;
mod killed;
mod lifetimes;
mod outages;
mod people;
mod process;
mod races;
mod reuse;
mod round_trip;
mod secrets;
mod spy;
mod two_processes;
mod world;

pub use portcullis_tests::{Permission, Role};
