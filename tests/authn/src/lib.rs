//! What the tests of credentials share.

#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test support"
)]
#![allow(clippy::missing_panics_doc, reason = "in a test a panic is the report")]

pub mod port;
pub mod recorder;
pub mod redis_server;
pub mod upstream;
