//! Every field of every entity, attacked by everybody: written in every disguise, read in every
//! answer, asked about in every query; on both databases.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod canaries;
#[path = "../matrix/data.rs"]
mod data;
mod disguises;
mod log;
mod reads;
#[path = "../site/mod.rs"]
mod site;
mod snapshot;
mod table;
mod writes;

use std::env;
use std::io::Write as _;

use site::{POSTGRES, Site};

fn on_both_databases(attack: impl Fn(&Site), schema: &'static str) {
    attack(&Site::start(None, schema));
    match env::var(POSTGRES) {
        Ok(url) => attack(&Site::start(Some(url), schema)),
        Err(_) => {
            writeln!(std::io::stderr(), "skipped: {POSTGRES} names no server").ok();
        }
    }
}

#[test]
fn nobody_writes_what_they_may_not() {
    log::record();
    on_both_databases(writes::attack, "blog_writes");
}

#[test]
fn nobody_reads_what_they_may_not() {
    log::record();
    on_both_databases(reads::attack, "blog_reads");
}
