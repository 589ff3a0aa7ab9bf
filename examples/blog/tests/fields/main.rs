//! Attacks on fields: every field of every entity, written and read by everybody, on both databases.
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
mod conflict;
mod data;
mod oracle;
mod read_table;
mod reading;
mod recorder;
mod scene;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../site/mod.rs"]
mod site;
mod spellings;
mod words;
mod write_table;
mod writing;

use std::env;
use std::io::Write as _;

use blog::blogs::Blog;
use blog::comments::Comment;
use blog::posts::Post;
use blog::users::User;
use portcullis::resource::Entity;
use recorder::recorder;
use scene::Scene;
use site::POSTGRES;

fn nobody_gets_at_a_field_but_as_the_tables_say(url: Option<String>) {
    let recorder = recorder();
    let mut scene = Scene::start(url);
    writing::attack(&mut scene);
    let written = scene.count();
    reading::attack(&mut scene);
    let read = scene.count();
    oracle::attack(&mut scene);
    let asked = scene.count();
    conflict::attack(&mut scene);

    let mut mismatches = scene.mismatches();
    mismatches.extend(recorder.told().into_iter().map(|line| format!("logged: {line}")));
    assert!(mismatches.is_empty(), "{}:\n{}", mismatches.len(), first(&mismatches));
    // The controls: the tables were read, changes and canaries are seen, and the log is heard.
    let changed = scene.changed();
    assert!(written > 15_000 && changed > 500, "{written} written, {changed} of them changes");
    assert!(read - written > 1000 && asked - read > 5000, "{read}, {asked}");
    assert!(scene.sighted() > 1000, "{} canaries where they may be", scene.sighted());
    assert!(recorder.hears("a control") && recorder.heard() > 10_000, "{}", recorder.heard());
}

/// As many as somebody reads.
fn first(mismatches: &[String]) -> String {
    mismatches.iter().take(40).cloned().collect::<Vec<_>>().join("\n")
}

#[test]
fn in_memory() {
    nobody_gets_at_a_field_but_as_the_tables_say(None);
}

#[test]
fn on_a_server() {
    match env::var(POSTGRES) {
        Ok(url) => nobody_gets_at_a_field_but_as_the_tables_say(Some(url)),
        Err(_) => {
            writeln!(std::io::stderr(), "skipped: {POSTGRES} names no server").ok();
        }
    }
}

/// A field that is added later needs its rows.
#[test]
fn every_field_is_in_the_tables() {
    fn fields<E: Entity>() -> Vec<&'static str> {
        E::FIELDS.iter().map(|field| field.column).collect()
    }

    // A column that is in no entity.
    let users = [fields::<User>(), vec!["weekly_digest"]].concat();
    for (name, fields) in [
        ("blog", fields::<Blog>()),
        ("post", fields::<Post>()),
        ("comment", fields::<Comment>()),
        ("user", users.clone()),
    ] {
        assert_eq!(write_table::fields_of(name), fields, "who writes a {name}");
    }
    for (name, fields) in [
        ("blog", fields::<Blog>()),
        ("post", fields::<Post>()),
        ("reported", fields::<Post>()),
        ("comment", fields::<Comment>()),
        ("user", users),
    ] {
        assert_eq!(read_table::fields_of(name), fields, "who reads a {name}");
    }
}
