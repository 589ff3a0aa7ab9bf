//! Conditions on real databases: lists select what the predicate allows, writes notice changes.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod agreement;
mod paging;
mod pinned;
mod race;
mod rows;

use portcullis_tests::Permission;

/// The address of a PostgreSQL server; without one, tests that need it say so and end.
fn postgres() -> Option<String> {
    let url = std::env::var("PORTCULLIS_POSTGRES_URL").ok();
    if url.is_none() {
        use std::io::Write as _;
        // Not a print macro: the test runner keeps what those say about a test that passes.
        writeln!(std::io::stderr(), "skipped: PORTCULLIS_POSTGRES_URL names no server").ok();
    }
    url
}
