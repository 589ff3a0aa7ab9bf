//! Everybody at every route, with every kind of identifier, on both databases.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    unreachable_pub,
    reason = "tests"
)]

mod answers;
mod data;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../site/mod.rs"]
mod site;
mod table;

use std::env;
use std::io::Write as _;

use blog::{Db, DemoTokens, app};
use site::{POSTGRES, Site};
use table::rows;

fn everybody_is_answered_as_the_table_says(url: Option<String>) {
    let site = Site::start(url, "blog_matrix");
    let mut mismatches = Vec::new();
    let mut answers = answers::Refusals::default();
    let (mut asked, mut changed) = (0, 0);
    for row in rows() {
        let fresh = data::renew(&site);
        let (refused, allowed): (Vec<_>, Vec<_>) =
            row.cases().into_iter().partition(|case| case.expected >= 400);
        asked += refused.len() + allowed.len();
        for case in &refused {
            mismatches.extend(answers.check(&site, case));
        }
        if data::dump(&site) != fresh {
            mismatches.push(format!("{row}: a refused request changed the data"));
        }
        for case in &allowed {
            let before = data::renew(&site);
            mismatches.extend(answers.check(&site, case));
            changed += usize::from(data::dump(&site) != before);
        }
    }
    assert!(mismatches.is_empty(), "{} of {asked}:\n{}", mismatches.len(), mismatches.join("\n"));
    // The controls: the table was read, and what changes data is seen to.
    assert!(asked > 1500 && changed > 40, "{asked} requests, {changed} of which changed the data");
}

#[test]
fn in_memory() {
    everybody_is_answered_as_the_table_says(None);
}

#[test]
fn on_a_server() {
    match env::var(POSTGRES) {
        Ok(url) => everybody_is_answered_as_the_table_says(Some(url)),
        Err(_) => {
            writeln!(std::io::stderr(), "skipped: {POSTGRES} names no server").ok();
        }
    }
}

/// A route that is added later needs its rows.
#[actix_web::test]
async fn every_guarded_route_is_in_the_table() {
    let db = Db::in_memory().await.unwrap();
    let identity = DemoTokens::from_environment().unwrap().identity(&db).unwrap();
    let app = app(identity, db);
    let inventory = app.inventory();
    let guarded = || inventory.routes().iter().filter(|route| route.public_reason.is_none());
    for route in guarded() {
        let method = &route.methods[0];
        assert!(
            rows().iter().any(|row| row.is_about(method, &route.path)),
            "no row for {method} {}",
            route.path
        );
    }
    for row in rows() {
        assert!(
            guarded().any(|route| row.is_about(&route.methods[0], &route.path)),
            "no route for {row}"
        );
    }
    assert_eq!(guarded().count(), 34);
}
