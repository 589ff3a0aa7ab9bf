//! Every field, read by everybody from every answer, and asked about in every query.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::canaries;
use crate::data;
use crate::log;
use crate::site::{Site, caller};
use crate::table::{EVERYBODY, Object, objects};

pub fn attack(site: &Site) {
    data::renew(site);
    canaries::plant(site);
    let (mut seen, mut asked) = (0, 0);
    for object in objects() {
        for name in EVERYBODY {
            seen += keys_are_those_that_are_shown(site, &object, name);
            asked += hidden_fields_are_like_unknown_ones(site, &object, name);
            errors_tell_nothing(site, &object, name);
        }
    }
    support_alone_sees_the_note(site);
    log::assert_none();
    // The controls: there was something to see, and something to ask about.
    assert!(seen > 50 && asked > 50, "{seen} objects, {asked} questions");
}

fn get(site: &Site, path: &str, name: &str) -> (u16, String) {
    let reply = site.ask("GET", path, "", caller(name).expect("a caller"));
    canaries::assert_none(&reply, &format!("{name} reads {path}"));
    (reply.status, reply.body)
}

/// The objects of a single answer or a page.
fn shown(site: &Site, path: &str, name: &str) -> Vec<Value> {
    let (status, body) = get(site, path, name);
    if status != 200 {
        return Vec::new();
    }
    match serde_json::from_str(&body).unwrap() {
        Value::Object(mut members) if members.contains_key("items") => {
            members["items"].as_array_mut().unwrap().drain(..).collect()
        }
        object => vec![object],
    }
}

/// Whether `name` sees the fields of the user `id` that are not for everybody.
fn is_owner_or_admin(name: &str, object: &Value) -> bool {
    let id = ["ada", "bob", "eve", "ida", "max", "gus", "pia", "sam"]
        .iter()
        .position(|other| *other == name)
        .and_then(|at| u64::try_from(at + 1).ok());
    name == "ida" || name == "pia" || object["id"].as_u64() == id
}

fn keys_are_those_that_are_shown(site: &Site, object: &Object, name: &str) -> usize {
    let mut seen = 0;
    for path in [object.path, object.list] {
        for entry in shown(site, path, name) {
            let mut expected: BTreeSet<&str> = object.shown.iter().copied().collect();
            if is_owner_or_admin(name, &entry) {
                expected.extend(object.shown_to_owner_and_admin);
            }
            let found: BTreeSet<_> =
                entry.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(found, expected, "{name} reads {path}: {entry}");
            seen += 1;
        }
    }
    seen
}

/// Selection, filter and order by a field that `name` does not see.
fn hidden_fields_are_like_unknown_ones(site: &Site, object: &Object, name: &str) -> usize {
    if get(site, object.list, name).0 != 200 {
        return 0;
    }
    let is_admin = name == "ida" || name == "pia";
    let partly = object.shown_to_owner_and_admin;
    let mut asked = 0;
    for field in &object.fields {
        if object.shown.contains(field) || (is_admin && partly.contains(field)) {
            continue;
        }
        let mut questions = vec!["filter[X]=1", "sort=X", "sort=-X"];
        // Of oneself, one sees it.
        if !partly.contains(field) {
            questions.push("fields=X");
        }
        for question in questions {
            let ask = |word: &str| {
                get(site, &format!("{}?{}", object.list, question.replace('X', word)), name)
            };
            let (status, body) = ask(field);
            assert_eq!(status, 422, "{name} asks {question} about {field} of {}", object.table);
            let unknown = ask("nonsense");
            assert_eq!((status, body.replace(field, "nonsense")), unknown, "{question} {field}");
            asked += 1;
        }
    }
    // The controls: what one sees can be asked about.
    let filter = object.filter;
    assert_eq!(get(site, &format!("{}?filter[{filter}]=1", object.list), name).0, 200);
    assert_eq!(get(site, &format!("{}?sort=-id&fields=id", object.list), name).0, 200);
    if is_admin && !partly.is_empty() {
        for question in ["filter[email]=x", "sort=email", "fields=email"] {
            assert_eq!(get(site, &format!("{}?{question}", object.list), name).0, 200);
        }
    }
    asked
}

/// Answers that are not about an object hold nothing of one.
fn errors_tell_nothing(site: &Site, object: &Object, name: &str) {
    let elsewhere = object.path.trim_end_matches('1').to_owned() + "99";
    for (method, path, body) in [
        ("GET", elsewhere.as_str(), ""),
        ("PATCH", elsewhere.as_str(), "{}"),
        ("PATCH", object.path, "{\"password_hash\":1,\"moderation_note\":{}}"),
        ("PATCH", object.path, "{"),
        ("PUT", object.path, "{}"),
    ] {
        let reply = site.ask(method, path, body, caller(name).expect("a caller"));
        assert!(reply.status >= 400, "{method} {path} by {name}: {reply:?}");
        canaries::assert_none(&reply, path);
        assert!(!reply.body.contains("acme"), "{method} {path} by {name}: {reply:?}");
    }
}

fn support_alone_sees_the_note(site: &Site) {
    for name in EVERYBODY {
        let reply = site.ask("GET", "/support/posts/1", "", caller(name).expect("a caller"));
        let sees = reply.body.contains("canary-note-1");
        assert_eq!(sees, name == "sam", "{name}: {reply:?}");
    }
}
