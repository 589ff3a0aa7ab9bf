//! Validation over HTTP: garde's rules, validator's and the app's own, in one answer.

mod app;

use garde::Validate as _;
use portcullis::allowlist::Patch;
use portcullis_tests::client::Reply;
use serde_json::{Value, json};

use self::app::{Profile, ask, before};
use crate::members::errors;

/// The pointers of the errors, all of which are about values that are not valid.
fn pointers(reply: &Reply) -> Vec<String> {
    assert_eq!(reply.status, 422, "{}", reply.body);
    let errors = errors(reply);
    assert!(errors.iter().all(|(_, code)| code == "invalid"), "{errors:?}");
    errors.into_iter().map(|(pointer, _)| pointer).collect()
}

fn refused(body: &Value) -> Vec<String> {
    let (reply, after) = ask("PATCH", "/profiles/ann", body);
    assert_eq!(after, before(), "{body}");
    pointers(&reply)
}

fn accepted(body: &Value) -> Profile {
    let (reply, after) = ask("PATCH", "/profiles/ann", body);
    assert_eq!(reply.status, 200, "{body}: {}", reply.body);
    after
}

#[test]
fn everything_is_reported_at_once_by_the_names_on_the_wire() {
    let body = json!({
        "name": "\u{e4}",
        "age": 17,
        "contact": "nobody",
        "starts": 2,
        "ends": 1,
        "address": { "cityName": "", "zip": "1234\u{e4}" },
        "links": [
            { "targetUrl": "https://a.example", "replies": [] },
            { "targetUrl": "ftp://b.example", "label": "", "replies": [
                { "targetUrl": "x", "replies": [] },
            ] },
        ],
    });
    let mut found = refused(&body);
    found.sort_unstable();
    let expected = [
        "/address/cityName",
        // Two rules, and each of them once.
        "/address/zip",
        "/address/zip",
        "/age",
        "/contact",
        "/ends",
        "/links/1/label",
        "/links/1/replies/0/targetUrl",
        "/links/1/targetUrl",
        "/name",
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_answer_says_why_and_not_what() {
    let (reply, _) = ask("PATCH", "/profiles/ann", &json!({ "name": "canary-too-long" }));
    assert!(!reply.body.contains("canary"), "{}", reply.body);
    let document: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(document["errors"][0]["detail"], "length is greater than 5");
}

#[test]
fn the_rules_of_garde_hold_for_the_value_of_a_patch() {
    let nickname = |text: &str| json!({ "nick/name": text });
    assert_eq!(accepted(&nickname("abz")).nickname.as_deref(), Some("abz"));
    for wrong in ["abbbbbbbz", "bz", "ab", "az", "a b z", "ab\u{e9}z", "a"] {
        let found = refused(&nickname(wrong));
        assert!(found.iter().all(|pointer| pointer == "/nick~1name"), "{wrong}: {found:?}");
    }
    assert_eq!(refused(&json!({ "age": 131 })), ["/age"]);
    assert_eq!(accepted(&json!({ "age": 18 })).age, Some(18));
    assert_eq!(refused(&json!({ "site": "localhost" })), ["/site"]);
    assert_eq!(accepted(&json!({ "site": "::1" })).site.as_deref(), Some("::1"));
    assert_eq!(refused(&json!({ "contact": "a" })), ["/contact"]);
    assert_eq!(
        accepted(&json!({ "contact": "a@b.example" })).contact.as_deref(),
        Some("a@b.example")
    );
}

#[test]
fn absent_and_null_pass() {
    assert_eq!(accepted(&json!({})), before());
    let null = json!({
        "nick/name": null, "age": null, "contact": null, "site": null, "address": { "zip": null },
    });
    assert_eq!(accepted(&null), Profile { nickname: None, ..before() });
}

#[test]
fn required_wants_a_value() {
    #[derive(garde::Validate)]
    struct Asked {
        #[garde(required, matches(again))]
        value: Patch<u8>,
        #[garde(skip)]
        again: Patch<u8>,
    }

    let is_valid = |value, again| Asked { value, again }.validate().is_ok();
    assert!(is_valid(Patch::Value(1), Patch::Value(1)));
    assert!(!is_valid(Patch::Value(1), Patch::Value(2)));
    assert!(!is_valid(Patch::Null, Patch::Null));
    assert!(!is_valid(Patch::Absent, Patch::Absent));
}

#[test]
fn a_refusal_without_a_reason_is_one_and_an_absent_object_has_a_place() {
    assert_eq!(refused(&json!({ "starts": -1 })), [""]);
    assert_eq!(refused(&json!({ "starts": -2 })), ["/address/cityName"]);
}

#[test]
fn who_may_not_is_told_before_what_is_not_valid() {
    let body = json!({ "name": "x", "isVip": true });
    let (reply, after) = ask("PATCH", "/profiles/ann", &body);
    assert_eq!((reply.status, after), (403, before()));
    assert_eq!(errors(&reply), [("/isVip".to_owned(), "forbidden".to_owned())]);
    // What cannot be read comes before both.
    let (reply, _) = ask("PATCH", "/profiles/ann", &json!({ "name": "x", "isVip": true, "id": 1 }));
    assert_eq!(errors(&reply), [("/id".to_owned(), "not_allowed".to_owned())]);
}

#[test]
fn one_field_that_is_not_valid_keeps_all_others_from_being_applied() {
    assert_eq!(refused(&json!({ "age": 30, "ends": 9, "name": "x" })), ["/name"]);
    assert_eq!(refused(&json!({ "name": "slur" })), ["/name"]);
    assert_eq!(accepted(&json!({ "age": 30, "ends": 9, "name": "Ann" })).ends, 9);
}

#[test]
fn an_answer_lists_no_more_than_anybody_would_read() {
    let link = json!({ "targetUrl": "x", "replies": [] });
    let links = json!([{ "targetUrl": "https://", "replies": vec![link; 2000] }]);
    assert_eq!(refused(&json!({ "links": links })).len(), 256);
}

#[test]
fn validator_is_asked_beside_garde() {
    let post = |body: Value| ask("POST", "/profiles", &body).0;
    let reply = post(json!({ "name": "Ann", "mail": "a@b.example", "starts": 1, "ends": 2 }));
    assert_eq!(reply.status, 201, "{}", reply.body);
    let reply = post(json!({
        "name": "a", "nickname": "", "mail": "canary", "starts": -1,
        "ends": 2,
    }));
    assert!(!reply.body.contains("canary"), "{}", reply.body);
    let mut found = pointers(&reply);
    found.sort_unstable();
    assert_eq!(found, ["/mail", "/name", "/nickname", "/starts"]);
    // A rule about the whole has the whole as its place.
    let reply = post(json!({ "name": "Ann", "nickname": "Ann", "starts": 1, "ends": 2 }));
    assert_eq!(pointers(&reply), [""]);
}
