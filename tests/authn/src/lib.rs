//! What the tests of credentials share.

#![forbid(unsafe_code)]
#![allow(clippy::expect_used, clippy::panic, reason = "test support")]
#![allow(clippy::missing_panics_doc, reason = "in a test a panic is the report")]

pub mod redis_server;
