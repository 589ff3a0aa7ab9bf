//! Fields over HTTP: what a body may set, on a real server.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod bodies;
mod creates;
mod members;
mod queries;
mod random;
mod sanitizing;
mod surface;
mod updates;
mod validity;
mod views;

use portcullis_tests::Permission;
