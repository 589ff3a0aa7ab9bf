//! What goes out: every field in every form of answer, for every caller.

use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderValue, SET_COOKIE};
use actix_web::{Error, HttpRequest, Responder, get, web};
use futures_util::{StreamExt as _, stream};
use portcullis::allowlist::{Scalar, Selection, View, Visible};
use portcullis::resource::{Load, Read};
use portcullis::{
    App, Authorized, Outage, Resource, SafeResponse, authenticated, owner_or_admin, public,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token_of};
use serde_json::{Value, json};

/// Stands in every field, or part of one, that somebody must not see.
const CANARY: &str = "canary";

#[derive(Resource, Clone)]
#[resource(owner = id, tenant = tenant)]
struct User {
    id: String,
    tenant: String,
    display_name: String,
    nickname: Option<String>,
    email: Option<String>,
    contact: String,
    card: String,
    pin: Option<String>,
    born: u16,
    status: Status,
    last_ip: Ipv4Addr,
    tags: Vec<String>,
    address: Address,
    links: Vec<Link>,
    notes: Vec<Note>,
    #[expect(dead_code, reason = "nothing may read it")]
    password_hash: String,
}

#[derive(Clone, Copy, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Active,
}

impl Scalar for Status {}

#[derive(Resource, Clone)]
#[resource(embedded)]
struct Address {
    city: String,
    street: String,
    #[expect(dead_code, reason = "nothing may read it")]
    geocode: String,
}

#[derive(Resource, Clone)]
#[resource(embedded)]
struct Link {
    url: String,
    #[expect(dead_code, reason = "nothing may read it")]
    secret: String,
}

/// What somebody wrote about the user; it belongs to its author.
#[derive(Resource, Clone)]
#[resource(owner = author)]
struct Note {
    id: i64,
    author: String,
    text: String,
    replies: Vec<Note>,
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = User, hide(tenant, password_hash), rename_all = "camelCase")]
struct UserView {
    id: String,
    display_name: String,
    nickname: Option<String>,
    #[safe_response(any(owner, permission("users:delete")))]
    email: Visible<Option<String>>,
    #[safe_response(mask = email)]
    contact: String,
    #[safe_response(mask = last4, rename = "cardNumber")]
    card: String,
    #[safe_response(all(owner, not(role(Admin))), mask = all)]
    pin: Visible<Option<String>>,
    #[safe_response(mask = decade)]
    born: String,
    status: Status,
    #[safe_response(scalar)]
    last_ip: Ipv4Addr,
    tags: Vec<String>,
    address: AddressView,
    links: Vec<LinkView>,
    notes: Vec<NoteView>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the form of a mask")]
fn decade(year: &u16) -> String {
    format!("{}s", year / 10 * 10)
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = Address, hide(geocode))]
struct AddressView {
    city: String,
    #[safe_response(permission("users:delete"))]
    street: Visible<String>,
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = Link, hide(secret))]
struct LinkView {
    url: String,
}

#[derive(SafeResponse, Debug)]
#[safe_response(of = Note, hide(author))]
struct NoteView {
    id: i64,
    #[safe_response(owner)]
    text: Visible<String>,
    replies: Vec<NoteView>,
}

fn user(id: &str) -> User {
    let note = |id, author: &str, replies| Note {
        id,
        author: author.to_owned(),
        text: format!("by {author}"),
        replies,
    };
    User {
        id: id.to_owned(),
        tenant: format!("{CANARY} tenant"),
        display_name: id.to_uppercase(),
        nickname: None,
        email: (id == "ann").then(|| format!("{id}@example.org")),
        contact: format!("x{CANARY}@example.org"),
        card: format!("{CANARY}-1234"),
        pin: Some(CANARY.to_owned()),
        born: 1987,
        status: Status::Active,
        last_ip: Ipv4Addr::LOCALHOST,
        tags: vec!["new".to_owned()],
        address: Address {
            city: "Ulm".to_owned(),
            street: "Main Street".to_owned(),
            geocode: CANARY.to_owned(),
        },
        links: vec![Link { url: "https://a.example".to_owned(), secret: CANARY.to_owned() }],
        notes: vec![note(1, "ann", vec![note(2, "bob", vec![])]), note(3, "bob", vec![])],
        password_hash: format!("$argon2$ {CANARY}"),
    }
}

impl Load for User {
    type Store = ();

    async fn load((): &(), id: String) -> Result<Option<Self>, Outage> {
        Ok(Some(User { tenant: "acme".to_owned(), ..user(&id) }))
    }
}

#[authenticated]
#[get("/users/{id}")]
async fn show_one(id: web::Path<String>, only: Selection<UserView>) -> View<UserView> {
    View::of(user(&id)).only(only)
}

#[public(reason = "a test of what strangers see")]
#[get("/open/{id}")]
async fn show_open(id: web::Path<String>, only: Selection<UserView>) -> View<UserView> {
    View::of(user(&id)).only(only)
}

#[owner_or_admin(User)]
#[get("/loaded/{id}")]
async fn show_loaded(user: Authorized<User, Read>) -> View<UserView> {
    View::of(user)
}

#[authenticated]
#[get("/users")]
async fn show_all(only: Selection<UserView>) -> View<UserView> {
    View::list(["ann", "bob"].map(user)).only(only)
}

#[authenticated]
#[get("/nobody")]
async fn show_nobody() -> View<UserView> {
    View::optional(None::<User>)
}

#[authenticated]
#[get("/conflict/{id}")]
async fn show_conflict(
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<View<UserView>, Error> {
    Err(View::<UserView>::of(user(&id)).status(StatusCode::CONFLICT).into_error(&request))
}

#[authenticated]
#[get("/headers")]
async fn show_headers() -> View<LinkView> {
    View::of(Link { url: "u".to_owned(), secret: CANARY.to_owned() })
        .status(StatusCode::CREATED)
        .header(ETAG, HeaderValue::from_static("\"7\""))
        .header(SET_COOKIE, HeaderValue::from_static("a=1"))
        .header(SET_COOKIE, HeaderValue::from_static("b=2"))
        .header(CONTENT_TYPE, HeaderValue::from_static("application/vnd.link+json"))
}

#[authenticated]
#[get("/lines")]
async fn show_lines(only: Selection<UserView>) -> impl Responder {
    let users = ["ann", "bob"].map(|id| Ok::<_, std::io::Error>(user(id)));
    View::<UserView>::lines(stream::iter(users)).only(only)
}

#[authenticated]
#[get("/lines/cut")]
async fn show_cut() -> impl Responder {
    // After a pause, so that the first line is on its way.
    let end = async {
        actix_web::rt::time::sleep(Duration::from_millis(50)).await;
        Err(std::io::Error::other("the database left"))
    };
    let users = stream::iter([Ok(user("ann"))]).chain(stream::once(end));
    View::<UserView>::lines(users)
}

/// An entity with what says that it is one value, and is not.
#[derive(Resource)]
#[resource(embedded)]
struct Odd {
    id: i64,
    value: Liar,
    free: BTreeMap<String, String>,
}

#[derive(Clone, serde::Serialize)]
struct Liar {
    secret: String,
}

impl Scalar for Liar {}

#[derive(SafeResponse)]
#[safe_response(of = Odd, hide(free))]
struct LiarView {
    id: i64,
    value: Liar,
}

#[derive(SafeResponse)]
#[safe_response(of = Odd, hide(value))]
struct FreeView {
    id: i64,
    #[safe_response(scalar)]
    free: BTreeMap<String, String>,
}

fn odd() -> Odd {
    let free = BTreeMap::from([("secret".to_owned(), CANARY.to_owned())]);
    Odd { id: 7, value: Liar { secret: CANARY.to_owned() }, free }
}

#[authenticated]
#[get("/liar")]
async fn show_liar() -> View<LiarView> {
    View::list([odd(), odd()])
}

#[authenticated]
#[get("/free")]
async fn show_free() -> View<FreeView> {
    View::of(odd())
}

#[authenticated]
#[get("/liar/alone")]
async fn show_liar_alone() -> web::Json<LiarView> {
    web::Json(LiarView::from(&odd()))
}

fn serve() -> Served {
    Served::start(|| {
        App::new(security())
            .app_data(web::Data::new(()))
            .service(show_one)
            .service(show_open)
            .service(show_loaded)
            .service(show_all)
            .service(show_nobody)
            .service(show_conflict)
            .service(show_headers)
            .service(show_lines)
            .service(show_cut)
            .service(show_liar)
            .service(show_free)
            .service(show_liar_alone)
    })
}

/// Who asks, with which role; nobody when `None`.
type Caller = Option<(&'static str, &'static str)>;

const ANN: Caller = Some(("ann", "reader"));
const BOB: Caller = Some(("bob", "reader"));
const EDITOR: Caller = Some(("eve", "editor"));
const ADMIN: Caller = Some(("root", "admin"));
/// Ann, who is an administrator as well.
const ANN_ADMIN: Caller = Some(("ann", "admin"));

fn get(served: &Served, path: &str, caller: Caller) -> Reply {
    let bearer = caller.map(|(subject, role)| token_of(subject, Some("acme"), role));
    let bearer = bearer.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
    let reply = send(served.address(), "GET", path, &headers, None);
    assert!(!reply.body.contains(CANARY), "{path} {caller:?}: {}", reply.body);
    for (name, value) in reply.headers() {
        assert!(!value.contains(CANARY), "{path} {caller:?}: {name}");
    }
    reply
}

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
