//! Object-level authorization over HTTP: a real server, a store that counts what it is asked.
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
mod forged;
mod guards;
mod identifiers;
mod lists;
mod notes;
mod order;
mod second_object;
mod startup;
mod step_up;
mod tenants;

use portcullis_tests::Permission;
