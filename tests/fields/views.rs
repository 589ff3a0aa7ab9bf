//! What goes out: every field in every form of answer, for every caller.

mod entities;
mod routes;

use actix_web::{Error, web};
use futures_util::stream;
use portcullis::allowlist::{View, Visible};
use portcullis_tests::client::Reply;
use portcullis_tests::tokens::token_of;
use serde_json::{Value, json};

use self::entities::{CANARY, UserView, user};
use self::routes::{ADMIN, ANN, ANN_ADMIN, BOB, Caller, EDITOR, get, serve};

fn json_of(reply: &Reply) -> Value {
    serde_json::from_str(&reply.body).unwrap_or_else(|_| panic!("{reply:?}"))
}

/// What a caller sees of a user.
fn expected(id: &str, caller: Caller) -> Value {
    let (subject, role) = caller.unwrap_or(("", ""));
    let note = |id, author: &str, replies: Value| {
        let mut note = json!({ "id": id, "replies": replies });
        if subject == author {
            note["text"] = format!("by {author}").into();
        }
        note
    };
    let mut expected = json!({
        "id": id, "displayName": id.to_uppercase(), "nickname": null,
        "contact": "x***@example.org", "cardNumber": "***1234", "born": "1980s",
        "status": "active", "lastIp": "127.0.0.1", "tags": ["new"],
        "address": { "city": "Ulm" },
        "links": [{ "url": "https://a.example" }],
        "notes": [
            note(1, "ann", json!([note(2, "bob", json!([]))])),
            note(3, "bob", json!([])),
        ],
    });
    if role == "admin" || subject == id {
        expected["email"] = if id == "ann" { json!("ann@example.org") } else { Value::Null };
    }
    if subject == id && role != "admin" {
        expected["pin"] = json!("***");
    }
    if role == "admin" {
        expected["address"]["street"] = json!("Main Street");
    }
    expected
}

#[test]
fn each_caller_sees_what_is_allowed_in_every_form_of_answer() {
    let served = serve();
    for caller in [ANN, BOB, EDITOR, ADMIN, ANN_ADMIN] {
        for id in ["ann", "bob"] {
            let reply = get(&served, &format!("/users/{id}"), caller);
            assert_eq!(reply.status, 200);
            assert_eq!(reply.header("content-type"), Some("application/json"));
            assert_eq!(json_of(&reply), expected(id, caller), "{caller:?}");

            let reply = get(&served, &format!("/conflict/{id}"), caller);
            assert_eq!(reply.status, 409);
            assert_eq!(reply.header("content-type"), Some("application/json"));
            assert_eq!(json_of(&reply), expected(id, caller), "{caller:?}");
        }
        let both = ["ann", "bob"].map(|id| expected(id, caller));
        assert_eq!(json_of(&get(&served, "/users", caller)), json!(both), "{caller:?}");

        let reply = get(&served, "/lines", caller);
        assert_eq!(reply.header("content-type"), Some("application/x-ndjson"));
        assert!(reply.body.ends_with('\n'));
        let lines: Vec<Value> =
            reply.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, both, "{caller:?}");
    }
}

#[test]
fn strangers_on_a_public_route_see_no_ruled_field() {
    let served = serve();
    for id in ["ann", "bob"] {
        let path = format!("/open/{id}");
        assert_eq!(json_of(&get(&served, &path, None)), expected(id, None));
        // The control: the same route shows it to those who may.
        assert_eq!(json_of(&get(&served, &path, ANN)), expected(id, ANN));
    }
}

#[test]
fn what_a_guard_authorized_is_shown() {
    let served = serve();
    assert_eq!(json_of(&get(&served, "/loaded/ann", ANN)), expected("ann", ANN));
    assert_eq!(json_of(&get(&served, "/loaded/ann", ADMIN)), expected("ann", ADMIN));
    assert_eq!(get(&served, "/loaded/ann", BOB).status, 404);
}

#[test]
fn absent_is_not_null() {
    let served = serve();
    let seen = |id: &str, caller| json_of(&get(&served, &format!("/users/{id}"), caller));
    let field = |seen: &Value, key: &str| seen.as_object().unwrap().get(key).cloned();
    assert_eq!(field(&seen("bob", BOB), "email"), Some(Value::Null));
    assert_eq!(field(&seen("bob", ANN), "email"), None);
    assert_eq!(field(&seen("bob", ANN), "nickname"), Some(Value::Null));
    assert_eq!(get(&served, "/nobody", ANN).body, "null");
}

#[test]
fn a_view_has_a_status_and_headers() {
    let reply = get(&serve(), "/headers", ANN);
    assert_eq!(reply.status, 201);
    assert_eq!(reply.header("etag"), Some("\"7\""));
    assert_eq!(reply.header("content-type"), Some("application/vnd.link+json"));
    let cookies = reply.headers().iter().filter(|(name, _)| name == "set-cookie");
    assert_eq!(cookies.count(), 2);
    assert_eq!(reply.body, r#"{"url":"u"}"#);
}

#[test]
fn fields_are_selected_by_their_names_on_the_wire() {
    let served = serve();
    let body = |path: &str, caller| get(&served, path, caller).body;
    assert_eq!(body("/users/ann?fields=id", BOB), r#"{"id":"ann"}"#);
    // In the order of the view, and whatever else the query says.
    let path = "/users/ann?x=1&fields=cardNumber%2Cid,id&Fields=born";
    assert_eq!(body(path, BOB), r#"{"id":"ann","cardNumber":"***1234"}"#);
    let path = "/users/ann?fields=email";
    assert_eq!(body(path, ANN), r#"{"email":"ann@example.org"}"#);
    assert_eq!(body(path, ADMIN), r#"{"email":"ann@example.org"}"#);
    // Seen in some objects, absent from the others.
    assert_eq!(body("/users?fields=email", ANN), r#"[{"email":"ann@example.org"},{}]"#);
    assert_eq!(
        body("/lines?fields=email,id", BOB),
        "{\"id\":\"ann\"}\n{\"id\":\"bob\",\"email\":null}\n"
    );
    assert_eq!(body("/users?fields=pin", ANN), r#"[{"pin":"***"},{}]"#);
    // A selection of the object says nothing about the objects in it.
    assert_eq!(body("/users/ann?fields=address", BOB), r#"{"address":{"city":"Ulm"}}"#);
}

#[test]
fn a_field_that_is_never_seen_is_answered_as_one_that_does_not_exist() {
    let served = serve();
    let unknown = get(&served, "/users/ann?fields=nonsense", ADMIN);
    assert_eq!(unknown.status, 422);
    assert!(unknown.is_problem_document());
    let errors = &json_of(&unknown)["errors"];
    let detail = "there is no such field";
    let error = json!({ "parameter": "fields", "code": "not_allowed", "detail": detail });
    assert_eq!(*errors, json!([error]));
    let same = |path: &str, caller| {
        let reply = get(&served, path, caller);
        assert_eq!((reply.status, &reply.body), (422, &unknown.body), "{path} {caller:?}");
    };
    // Hidden, in the source's spelling, of a nested view, empty, and unknown beside known ones.
    for fields in [
        "password_hash",
        "passwordHash",
        "tenant",
        "display_name",
        "card",
        "address.city",
        "street",
        "",
        "id,",
        "id,nonsense",
        "ID",
        " id",
    ] {
        for caller in [ANN, ADMIN] {
            same(&format!("/users/ann?fields={}", fields.replace(' ', "%20")), caller);
        }
    }
    // Never seen by this caller, in whatever object.
    same("/users/ann?fields=pin", ANN_ADMIN);
    same("/users/bob?fields=pin,id", ADMIN);
    same("/open/ann?fields=email", None);
    same("/open/ann?fields=nonsense", None);
    // Controls.
    assert_eq!(get(&served, "/users/ann?fields=pin", ANN).status, 200);
    assert_eq!(get(&served, "/open/ann?fields=email", ANN).status, 200);
}

#[test]
fn a_selection_is_given_once() {
    let reply = get(&serve(), "/users/ann?fields=id&fields=email", ANN);
    assert_eq!(reply.status, 422);
    assert_eq!(json_of(&reply)["errors"][0]["code"], "duplicate");
}

#[test]
fn what_cannot_be_written_is_a_problem_document_and_never_half_an_answer() {
    let served = serve();
    for path in ["/liar", "/free"] {
        let reply = get(&served, path, ADMIN);
        assert_eq!(reply.status, 500, "{path}");
        assert!(reply.is_problem_document(), "{path}");
        assert!(!reply.body.contains("secret"), "{path}");
    }
    // Outside a `View` too.
    let reply = get(&served, "/liar/alone", ADMIN);
    assert_eq!(reply.status, 500);
    assert!(!reply.body.contains("secret"));
}

#[test]
fn a_stream_that_fails_is_cut_at_the_end_of_a_line() {
    use std::io::{Read as _, Write as _};

    let served = serve();
    let mut connection = std::net::TcpStream::connect(served.address()).unwrap();
    let token = token_of("ann", Some("acme"), "reader");
    let request =
        format!("GET /lines/cut HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n");
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).ok();
    let answer = String::from_utf8(answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.trim_end().ends_with('}'), "{answer}");
    // The last chunk, which would say that the answer is whole, is not there.
    assert!(!answer.ends_with("0\r\n\r\n"), "{answer}");
    assert!(!answer.contains(CANARY) && !answer.contains("database"), "{answer}");
}

#[test]
fn a_view_of_its_own_hides_what_has_a_rule() {
    let view = UserView::from(&user("ann"));
    assert_eq!(view.email, Visible::hidden());
    assert_eq!(view.card, "***1234");
    let written = serde_json::to_value(&view).unwrap();
    assert_eq!(written, expected("ann", None));
    // What a handler shows on purpose is written.
    let view = UserView { email: Visible::shown(None), ..view };
    assert_eq!(serde_json::to_value(&view).unwrap()["email"], Value::Null);
}

#[test]
fn debug_shows_no_secret() {
    let shown = View::<UserView>::of(user("ann"));
    assert_eq!(format!("{shown:?}"), "View<UserView>(..)");
    let view = UserView::from(&user("ann"));
    assert!(!format!("{view:?}").contains(CANARY));
    let view = UserView { email: Visible::shown(Some(CANARY.to_owned())), ..view };
    assert!(!format!("{view:?}").contains(CANARY), "{view:?}");
    let users = stream::iter([Ok::<_, Error>(user("ann"))]);
    assert_eq!(format!("{:?}", View::<UserView>::lines(users)), "Lines<UserView>(..)");
}

/// Without a gate nobody is known, and nobody sees what has a rule.
#[actix_web::test]
async fn without_a_gate_nobody_sees_a_ruled_field() {
    use actix_web::test::{TestRequest, call_and_read_body, init_service};

    let handler = || async { View::<UserView>::of(user("ann")) };
    let app = actix_web::App::new().route("/", web::get().to(handler));
    let app = init_service(app).await;
    let token = token_of("ann", Some("acme"), "admin");
    let request = TestRequest::get().uri("/").insert_header(("authorization", token));
    let body = call_and_read_body(&app, request.to_request()).await;
    let seen: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!(seen, expected("ann", None));
}
