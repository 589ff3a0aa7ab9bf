//! The routes of the tests, and who asks them.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderValue, SET_COOKIE};
use actix_web::{Error, HttpRequest, Responder, get, web};
use futures_util::{StreamExt as _, stream};
use portcullis::allowlist::{Scalar, Selection, View};
use portcullis::resource::Read;
use portcullis::{App, Authorized, Resource, SafeResponse, authenticated, owner_or_admin, public};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token_of};

use super::entities::{CANARY, Link, LinkView, User, UserView, user};

#[authenticated]
#[get("/users/{id}")]
pub(crate) async fn show_one(id: web::Path<String>, only: Selection<UserView>) -> View<UserView> {
    View::of(user(&id)).only(only)
}

#[public(reason = "a test of what strangers see")]
#[get("/open/{id}")]
pub(crate) async fn show_open(id: web::Path<String>, only: Selection<UserView>) -> View<UserView> {
    View::of(user(&id)).only(only)
}

#[owner_or_admin(User)]
#[get("/loaded/{id}")]
pub(crate) async fn show_loaded(user: Authorized<User, Read>) -> View<UserView> {
    View::of(user)
}

#[authenticated]
#[get("/users")]
pub(crate) async fn show_all(only: Selection<UserView>) -> View<UserView> {
    View::list(["ann", "bob"].map(user)).only(only)
}

#[authenticated]
#[get("/nobody")]
pub(crate) async fn show_nobody() -> View<UserView> {
    View::optional(None::<User>)
}

#[authenticated]
#[get("/conflict/{id}")]
pub(crate) async fn show_conflict(
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<View<UserView>, Error> {
    Err(View::<UserView>::of(user(&id)).status(StatusCode::CONFLICT).into_error(&request))
}

#[authenticated]
#[get("/headers")]
pub(crate) async fn show_headers() -> View<LinkView> {
    View::of(Link { url: "u".to_owned(), secret: CANARY.to_owned() })
        .status(StatusCode::CREATED)
        .header(ETAG, HeaderValue::from_static("\"7\""))
        .header(SET_COOKIE, HeaderValue::from_static("a=1"))
        .header(SET_COOKIE, HeaderValue::from_static("b=2"))
        .header(CONTENT_TYPE, HeaderValue::from_static("application/vnd.link+json"))
}

#[authenticated]
#[get("/lines")]
pub(crate) async fn show_lines(only: Selection<UserView>) -> impl Responder {
    let users = ["ann", "bob"].map(|id| Ok::<_, std::io::Error>(user(id)));
    View::<UserView>::lines(stream::iter(users)).only(only)
}

#[authenticated]
#[get("/lines/cut")]
pub(crate) async fn show_cut() -> impl Responder {
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
pub(crate) struct Odd {
    pub(crate) id: i64,
    pub(crate) value: Liar,
    pub(crate) free: BTreeMap<String, String>,
}

#[derive(Clone, serde::Serialize)]
pub(crate) struct Liar {
    pub(crate) secret: String,
}

impl Scalar for Liar {}

#[derive(SafeResponse)]
#[safe_response(of = Odd, hide(free))]
pub(crate) struct LiarView {
    pub(crate) id: i64,
    pub(crate) value: Liar,
}

#[derive(SafeResponse)]
#[safe_response(of = Odd, hide(value))]
pub(crate) struct FreeView {
    pub(crate) id: i64,
    #[safe_response(scalar)]
    pub(crate) free: BTreeMap<String, String>,
}

pub(crate) fn odd() -> Odd {
    let free = BTreeMap::from([("secret".to_owned(), CANARY.to_owned())]);
    Odd { id: 7, value: Liar { secret: CANARY.to_owned() }, free }
}

#[authenticated]
#[get("/liar")]
pub(crate) async fn show_liar() -> View<LiarView> {
    View::list([odd(), odd()])
}

#[authenticated]
#[get("/free")]
pub(crate) async fn show_free() -> View<FreeView> {
    View::of(odd())
}

#[authenticated]
#[get("/liar/alone")]
pub(crate) async fn show_liar_alone() -> web::Json<LiarView> {
    web::Json(LiarView::from(&odd()))
}

pub(crate) fn serve() -> Served {
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
pub(crate) type Caller = Option<(&'static str, &'static str)>;

pub(crate) const ANN: Caller = Some(("ann", "reader"));
pub(crate) const BOB: Caller = Some(("bob", "reader"));
pub(crate) const EDITOR: Caller = Some(("eve", "editor"));
pub(crate) const ADMIN: Caller = Some(("root", "admin"));
/// Ann, who is an administrator as well.
pub(crate) const ANN_ADMIN: Caller = Some(("ann", "admin"));

pub(crate) fn get(served: &Served, path: &str, caller: Caller) -> Reply {
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
