//! Redis stopped, paused and started again while requests go on.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod deny;
mod forgotten;
mod load;
mod node;
mod serve_at_most;
mod store;

use portcullis_tests::Permission;
