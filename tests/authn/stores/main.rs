//! Stores of sessions, refresh tokens, API keys and revocations: every backend keeps one contract.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[macro_use]
mod suite;

mod memory;
mod postgres;
mod redis;
mod sqlite;
mod sweeper;
mod two_processes;
mod workers;
