//! Behaviour over HTTP: a real server on a loopback port and a real client.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod answers;
mod checks;
mod identity;
mod input;
mod inventory;
mod matrix;
mod mounting;
mod order;
mod public;
mod routing;
mod served;
mod stacking;
mod startup;

use portcullis_tests::Permission;
