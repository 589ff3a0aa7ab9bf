//! New objects: what the client says, what only the server knows, and the policy about the whole.

use serde_json::{Value, json};

use crate::members::{CANARY, ann, errors, serve};

const GOOD: &str = r#"{"name": "Bob", "tags": [], "links": [{"url": "https://b.example"}]}"#;

#[test]
fn a_new_object_has_what_the_client_said_and_what_the_server_supplied() {
    let site = serve();
    let reply = site.send("POST", "/members/bob", "bob", "reader", "application/json", GOOD);
    assert_eq!(reply.status, 201, "{}", reply.body);
    let shown: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!(shown["nickName"], Value::Null);
    assert_eq!(shown["is_admin"], json!(false));
    assert_eq!(shown["links"], json!([{"url": "https://b.example", "is_trusted": false}]));
    assert_eq!(site.count(), 2);
}

#[test]
fn the_policy_is_asked_about_the_finished_object() {
    let site = serve();
    // Bob may hand in a member, but not one that would be Ann's, nor in another tenant.
    let reply = site.send("POST", "/members/ann", "bob", "admin", "application/json", GOOD);
    assert_eq!(reply.status, 404, "{}", reply.body);
    let bearer = portcullis_tests::tokens::token_of("bob", Some("globex"), "admin");
    let headers =
        [("authorization", &*format!("Bearer {bearer}")), ("content-type", "application/json")];
    let reply = portcullis_tests::client::send(
        site.served.address(),
        "POST",
        "/members/bob",
        &headers,
        Some(GOOD),
    );
    assert_eq!(reply.status, 404, "{}", reply.body);
    assert_eq!(site.count(), 1);
}

#[test]
fn everything_that_is_wrong_is_listed() {
    let site = serve();
    for (body, expected) in [
        (json!({}), json!([["/name", "required"], ["/tags", "required"], ["/links", "required"]])),
        (
            json!({"name": null, "tags": [], "links": [], "isAdmin": true, "age": 3}),
            json!([["/name", "wrong_type"], ["/isAdmin", "not_allowed"], ["/age", "not_allowed"]]),
        ),
        (
            json!({"name": "B", "tags": [], "links": [{"url": "a", "isTrusted": true}], "id": 1}),
            json!([["/id", "not_allowed"], ["/links/0/isTrusted", "not_allowed"]]),
        ),
        (
            json!({"name": "B", "tags": [], "links": [], "passwordHash": CANARY}),
            json!([["/passwordHash", "not_allowed"]]),
        ),
        (json!([]), json!([["", "wrong_type"]])),
    ] {
        let body = body.to_string();
        // The canary is only ever in what was sent.
        let reply = site.send("POST", "/members/bob", "bob", "admin", "application/json", &body);
        assert_eq!(reply.status, 422, "{body}");
        let mut found: Vec<_> = errors(&reply);
        let mut expected: Vec<(String, String)> = serde_json::from_value(expected).unwrap();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{body}");
    }
    assert_eq!(site.count(), 1);
    let fields: Vec<_> = site.events().into_iter().flat_map(|event| event.fields).collect();
    assert_eq!(fields, ["age", "is_admin", "id", "is_trusted", "password_hash"]);
}

#[test]
fn a_field_of_a_new_object_may_need_a_permission() {
    let site = serve();
    let body = r#"{"name": "Bob", "tags": [], "links": [], "motto": "m"}"#;
    let ask = |role| site.send("POST", "/members/bob", "bob", role, "application/json", body);
    let reply = ask("reader");
    assert_eq!(reply.status, 403);
    assert_eq!(errors(&reply), [("/motto".to_owned(), "forbidden".to_owned())]);
    assert_eq!(site.count(), 1);
    // Null says nothing, so that it needs nothing.
    let without = body.replace(r#""m""#, "null");
    let reply = site.send("POST", "/members/bob", "bob", "reader", "application/json", &without);
    assert_eq!(reply.status, 201);
    assert_eq!(ask("editor").status, 201);
}

#[test]
fn a_patch_is_no_new_object() {
    let site = serve();
    let ask = |content_type| {
        site.send("POST", "/members/bob", "bob", "reader", content_type, GOOD).status
    };
    assert_eq!(ask("application/merge-patch+json"), 415);
    assert_eq!(ask("application/json"), 201);
    assert_eq!(site.ann(), ann());
}
