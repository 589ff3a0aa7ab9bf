//! What the inventory says against what the running blog does: every route, every caller, every
//! relation to the object, on both databases.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod askers;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../matrix/data.rs"]
mod data;
mod expected;
mod listed;
mod observed;
mod questions;
mod round;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../site/mod.rs"]
mod site;
mod world;

use std::env;
use std::io::Write as _;

use actix_web::rt::System;
use blog::{Db, DemoTokens, app};
use portcullis::Inventory;
use site::{POSTGRES, Site};

fn inventory() -> Inventory {
    System::new().block_on(async {
        let db = Db::in_memory().await.unwrap();
        let identity = DemoTokens::from_environment().unwrap().identity(&db).unwrap();
        app(identity, db).inventory()
    })
}

fn every_answer_is_as_the_inventory_says(url: Option<String>) {
    let inventory = inventory();
    let site = Site::start(url, "blog_agreement");
    let round = round::ask_everything(&site, &inventory);
    let mut mismatches = round.mismatches;
    // The answers have to be known before anything is said about them.
    if mismatches.is_empty() {
        mismatches.extend(round.observed.mismatches(&inventory));
        mismatches.extend(round.observed.mismatches_of_capabilities(&site, &inventory));
    }
    let few: Vec<_> = mismatches.iter().take(40).map(String::as_str).collect();
    let asked = round.asked;
    assert!(few.is_empty(), "{} of {asked}:\n{}", mismatches.len(), few.join("\n"));
    // The controls: everything was asked, and what changes data is seen to.
    assert!(asked > 4000, "{asked} requests");
    assert!(round.allowed > 1000 && round.changed > 400, "{} {}", round.allowed, round.changed);
}

#[test]
fn in_memory() {
    every_answer_is_as_the_inventory_says(None);
}

#[test]
fn on_a_server() {
    match env::var(POSTGRES) {
        Ok(url) => every_answer_is_as_the_inventory_says(Some(url)),
        Err(_) => {
            writeln!(std::io::stderr(), "skipped: {POSTGRES} names no server").ok();
        }
    }
}

#[test]
fn the_inventory_is_the_list_of_the_routes() {
    let differences = listed::differences(listed::ROUTES, &inventory());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// The control: a list with one line less, more, twice, or with another word is another list.
#[test]
fn a_list_that_differs_is_told_from_the_inventory() {
    let inventory = inventory();
    let lines: Vec<_> = listed::ROUTES.lines().filter(|line| !line.is_empty()).collect();
    for (at, line) in lines.iter().enumerate() {
        let without = [&lines[..at], &lines[at + 1..]].concat().join("\n");
        assert_eq!(listed::differences(&without, &inventory).len(), 1, "without {line}");
        let twice = [&lines[..], &[*line]].concat().join("\n");
        assert_eq!(listed::differences(&twice, &inventory).len(), 1, "twice {line}");
        let other = line.replacen("::", "::x", 1);
        assert_eq!(listed::differences(&format!("{without}\n{other}"), &inventory).len(), 2);
    }
}
