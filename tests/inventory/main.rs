//! Reports about an app: the inventory in its forms, locks, explanations, capabilities.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod app;
mod capabilities;
mod denials;
mod explanations;
mod forms;
mod locks;
mod scale;
mod what_if;

use portcullis_tests::Permission;
