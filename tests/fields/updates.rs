//! Changes: the three states of every kind of field, and everything that a body must not do.

use serde_json::{Value, json};

use crate::members::{CANARY, ann, errors, serve};

/// Sent as Ann, who may change everything but `is_admin` and the zip code.
fn accepted(body: &Value, fields: &[&str], expected: &Value) {
    let site = serve();
    let reply = site.patch(&body.to_string());
    assert_eq!(reply.status, 200, "{body}: {}", reply.body);
    let changed: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(changed, json!(fields), "{body}");
    assert_eq!(&site.ann().to_json(), expected, "{body}");
    assert_eq!(site.ann().password_hash, CANARY);
}

fn with(name: &str, value: Value) -> Value {
    let mut expected = ann().to_json();
    expected[name] = value;
    expected
}

#[test]
fn every_kind_of_field_is_left_alone_set_or_emptied() {
    accepted(&json!({}), &[], &ann().to_json());
    accepted(&json!({"name": "Anna"}), &["name"], &with("name", json!("Anna")));
    accepted(&json!({"nickName": "a"}), &["nickname"], &with("nickName", json!("a")));
    accepted(&json!({"nickName": null}), &["nickname"], &with("nickName", Value::Null));
    accepted(&json!({"age": 31}), &["age"], &with("age", json!(31)));
    accepted(&json!({"tags": ["a", "b"]}), &["tags"], &with("tags", json!(["a", "b"])));
    accepted(&json!({"tags": []}), &["tags"], &with("tags", json!([])));
    accepted(&json!({"mood": "cross"}), &["mood"], &with("mood", json!("cross")));
    let city = json!({"city": "Bonn", "zip": "89073", "verified": false});
    accepted(&json!({"address": {"city": "Bonn"}}), &["address"], &with("address", city));
    accepted(&json!({"address": {}}), &["address"], &ann().to_json());
    // What the client cannot set begins anew: nobody vouched for the new link.
    let links = json!([{"url": "https://b.example", "is_trusted": false}]);
    accepted(&json!({"links": [{"url": "https://b.example"}]}), &["links"], &with("links", links));
}

#[test]
fn what_cannot_be_null_is_not_emptied() {
    let site = serve();
    for field in ["name", "age", "tags", "mood", "address", "links", "is_admin"] {
        let reply = site.patch(&json!({ field: null }).to_string());
        assert_eq!(reply.status, 422, "{field}");
        assert_eq!(errors(&reply), [(format!("/{field}"), "wrong_type".to_owned())]);
        assert_eq!(site.ann(), ann());
    }
}

/// A body, and the pointers and codes of the answer.
const REFUSED: &[(&str, &[(&str, &str)])] = &[
    // Unknown, and refused: they look alike.
    (r#"{"nonsense": 1}"#, &[("/nonsense", "not_allowed")]),
    (r#"{"password_hash": "x"}"#, &[("/password_hash", "not_allowed")]),
    (r#"{"id": null}"#, &[("/id", "not_allowed")]),
    (r#"{"nickname": "by the name in the source"}"#, &[("/nickname", "not_allowed")]),
    // In another case, escaped, nested, in an array.
    (r#"{"Password_Hash": "x"}"#, &[("/Password_Hash", "not_allowed")]),
    (r#"{"passwordHash": "x"}"#, &[("/passwordHash", "not_allowed")]),
    (r#"{"p\u0061ssword_hash": "x"}"#, &[("/password_hash", "not_allowed")]),
    (r#"{"address": {"verified": true}}"#, &[("/address/verified", "not_allowed")]),
    (r#"{"address": {"password_hash": "x"}}"#, &[("/address/password_hash", "not_allowed")]),
    (r#"{"name": {"password_hash": "x"}}"#, &[("/name", "wrong_type")]),
    (r#"{"links": [{"url": "u", "is_trusted": true}]}"#, &[("/links/0/is_trusted", "not_allowed")]),
    (r#"{"tags": [{"is_admin": true}]}"#, &[("/tags/0", "wrong_type")]),
    // Twice.
    (r#"{"name": "a", "name": "b"}"#, &[("/name", "duplicate")]),
    (r#"{"name": "a", "n\u0061me": "b"}"#, &[("/name", "duplicate")]),
    (r#"{"name": "a", "NAME": "b"}"#, &[("/NAME", "duplicate")]),
    (r#"{"is_admin": false, "isAdmin": true}"#, &[("/isAdmin", "duplicate")]),
    (r#"{"address": {"city": "a", "city": "b"}}"#, &[("/address/city", "duplicate")]),
    // Of another type.
    (r#"{"age": "30"}"#, &[("/age", "wrong_type")]),
    (r#"{"age": 256}"#, &[("/age", "wrong_type")]),
    (r#"{"age": -1}"#, &[("/age", "wrong_type")]),
    (r#"{"age": 30.5}"#, &[("/age", "wrong_type")]),
    (r#"{"name": 1}"#, &[("/name", "wrong_type")]),
    (r#"{"mood": "furious"}"#, &[("/mood", "wrong_type")]),
    (r#"{"mood": {"calm": null}}"#, &[("/mood", "wrong_type")]),
    (r#"{"mood": ["calm"]}"#, &[("/mood", "wrong_type")]),
    (r#"{"tags": "a"}"#, &[("/tags", "wrong_type")]),
    (r#"{"tags": ["a", null, 3]}"#, &[("/tags/1", "wrong_type"), ("/tags/2", "wrong_type")]),
    (r#"{"is_admin": "true"}"#, &[("/is_admin", "wrong_type")]),
    (r#"{"address": ["Bonn", null]}"#, &[("/address", "wrong_type")]),
    (r#"{"links": [["https://b.example"]]}"#, &[("/links/0", "wrong_type")]),
    (r#"{"links": [{}]}"#, &[("/links/0/url", "required")]),
    // Not an object at all.
    (r#"["Ann", null, 31]"#, &[("", "wrong_type")]),
    ("null", &[("", "wrong_type")]),
    (r#""name""#, &[("", "wrong_type")]),
    // Too deep.
    (r#"{"name": [[[[[[[[[[]]]]]]]]]]}"#, &[("/name", "too_deep")]),
    (
        r#"{"x": 1, "address": {"city": {"a": {"b": {"c": {"d": {"e": {"f": {}}}}}}}}}"#,
        &[("/x", "not_allowed"), ("/address/city", "too_deep")],
    ),
    // A key that a pointer has to escape.
    (r#"{"a/b~c": 1}"#, &[("/a~1b~0c", "not_allowed")]),
    (r#"{"": 1}"#, &[("/", "not_allowed")]),
    // Everything at once.
    (
        r#"{"id": "x", "name": 1, "age": 1, "age": 2, "address": {"verified": true}, "y": 0}"#,
        &[
            ("/id", "not_allowed"),
            ("/name", "wrong_type"),
            ("/age", "duplicate"),
            ("/address/verified", "not_allowed"),
            ("/y", "not_allowed"),
        ],
    ),
];

#[test]
fn every_offence_is_listed_and_nothing_is_applied() {
    let site = serve();
    for (body, expected) in REFUSED {
        // The administrator holds every permission: no role makes these acceptable.
        for (subject, role) in [("ann", "reader"), ("root", "admin")] {
            let reply = site.patch_as(subject, role, body);
            assert_eq!(reply.status, 422, "{body}: {}", reply.body);
            let expected: Vec<_> = expected
                .iter()
                .map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned()))
                .collect();
            assert_eq!(errors(&reply), expected, "{body}");
            assert_eq!(site.ann(), ann(), "{body}");
        }
    }
}

#[test]
fn what_is_too_deep_is_said_to_be() {
    let site = serve();
    for levels in [20, 200, 1900] {
        let deep = format!(r#"{{"tags": [{}{}], "y": 1}}"#, "[".repeat(levels), "]".repeat(levels));
        let expected = [("/tags/0", "too_deep"), ("/y", "not_allowed")];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(errors(&site.patch(&deep)), expected, "{levels}");
    }
    assert_eq!(errors(&site.patch(r#"{"tags": [[[1]]]}"#))[0].1, "wrong_type");
}

#[test]
fn an_answer_lists_no_more_than_anybody_would_read() {
    let site = serve();
    let members: Vec<_> = (0..400).map(|at| format!(r#""f{at}":1"#)).collect();
    let reply = site.patch(&format!("{{{}}}", members.join(",")));
    assert_eq!(errors(&reply).len(), 256);
}

#[test]
fn the_audit_trail_names_the_refused_fields_and_no_value() {
    let site = serve();
    let body = format!(
        r#"{{"password_hash": "{CANARY}-x", "PASSWORD-HASH": 1, "id": 2, "nonsense": 3,
            "address": {{"verified": true}}}}"#
    );
    let bearer = portcullis_tests::tokens::token_of("ann", Some("acme"), "reader");
    let headers =
        [("authorization", &*format!("Bearer {bearer}")), ("content-type", "application/json")];
    let reply = portcullis_tests::client::send(
        site.served.address(),
        "PATCH",
        "/members/ann",
        &headers,
        Some(&body),
    );
    assert_eq!(reply.status, 422);
    let events = site.events();
    let names: Vec<_> = events.iter().map(|event| (event.dto, event.fields.clone())).collect();
    assert_eq!(
        names,
        [
            (Some("MemberUpdate"), vec!["password_hash", "id"]),
            (Some("AddressUpdate"), vec!["verified"])
        ]
    );
    for event in &events {
        assert_eq!(event.event, "input_validation_fail");
        assert_eq!(event.subject.as_deref(), Some("ann"));
        assert_eq!(event.tenant.as_deref(), Some("acme"));
        assert_eq!((&*event.method, event.route.as_deref()), ("PATCH", Some("/members/{id}")));
        assert!(!serde_json::to_string(event).unwrap().contains(CANARY));
    }
    // The control: a body that tries nothing of the kind leaves no event.
    assert_eq!(site.patch(r#"{"nonsense": 1, "name": 3}"#).status, 422);
    assert_eq!(site.patch(r#"{"name": "Anna"}"#).status, 200);
    assert!(site.events().is_empty());
}

#[test]
fn a_field_is_set_by_those_who_may_and_all_others_are_named() {
    let site = serve();
    let everything = r#"{"name": "A", "is_admin": true, "motto": "m", "address": {"zip": "1"}}"#;
    let forbidden = |pointers: &[&str]| -> Vec<(String, String)> {
        pointers.iter().map(|it| ((*it).to_owned(), "forbidden".to_owned())).collect()
    };
    // The owner, who holds no permission.
    let reply = site.patch(everything);
    assert_eq!(reply.status, 403);
    assert_eq!(reply.header("www-authenticate"), Some(r#"Bearer error="insufficient_scope""#));
    assert_eq!(errors(&reply), forbidden(&["/is_admin", "/address/zip"]));
    assert_eq!(site.ann(), ann());
    // An administrator, who is not the owner.
    let reply = site.patch_as("root", "admin", everything);
    assert_eq!((reply.status, errors(&reply)), (403, forbidden(&["/motto"])));
    // An editor who is the owner.
    let reply = site.patch_as("ann", "editor", everything);
    assert_eq!((reply.status, errors(&reply)), (403, forbidden(&["/is_admin"])));
    assert_eq!(site.ann(), ann());
    // Both: the control.
    assert_eq!(site.patch_as("ann", "admin", everything).status, 200);
    assert!(site.ann().is_admin && site.ann().motto.as_deref() == Some("m"));
    // Unset fields need nothing; to empty one is to set it.
    assert_eq!(site.patch_as("root", "admin", r#"{"name": "B"}"#).status, 200);
    assert_eq!(site.patch_as("root", "admin", r#"{"motto": null}"#).status, 403);
}

#[test]
fn a_rule_about_the_owner_sees_the_object_whoever_took_it() {
    let site = serve();
    let ask = |subject, role, body| {
        site.send("PATCH", "/alone/ann", subject, role, "application/json", body).status
    };
    assert_eq!(ask("ann", "reader", r#"{"motto": "m"}"#), 200);
    assert_eq!(ask("root", "admin", r#"{"motto": "m"}"#), 403);
    assert_eq!(ask("root", "admin", r#"{"is_admin": true}"#), 200);
}

#[test]
fn the_guard_decides_before_the_body_is_read() {
    let site = serve();
    for body in ["{", r#"{"password_hash": 1}"#, r#"{"name": "B"}"#] {
        assert_eq!(site.patch_as("bob", "reader", body).status, 404, "{body}");
    }
    // Denied, and nothing about the fields is known.
    assert!(site.events().iter().all(|event| event.event == "authz_fail"));
    assert_eq!(site.ann(), ann());
}
