//! Revocation over HTTP: what is revoked, on one node and on several.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod node;
mod nodes;
mod targets;

use portcullis_tests::Permission;
