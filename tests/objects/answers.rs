//! Denied and missing look the same; what cannot be told is 503; the app words it all.

use std::time::Duration;

use actix_web::{HttpRequest, HttpResponse, get, patch, web};
use portcullis::resource::{Conflict, Read, Update};
use portcullis::{Answers, Authorized, Outage, Problem, Security, owner_or_admin, public};
use portcullis_tests::client::send_raw;
use portcullis_tests::tokens::{AUDIENCE, ISSUER, SECRET, token_of};

use crate::Permission;
use crate::notes::{ADMIN, ANN, CAT, Mood, Note, Notes, STRANGER, Site, serve, serve_with};

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn update(_: Authorized<Note, Update>, notes: web::Data<Notes>) -> HttpResponse {
    notes.act();
    HttpResponse::Ok().finish()
}

#[owner_or_admin(Note, on_denied = forbidden)]
#[get("/notes/{id}")]
async fn read(_: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[public(reason = "a test")]
#[get("/outage")]
async fn outage() -> Result<HttpResponse, Outage> {
    Err(Outage::of("something"))
}

#[public(reason = "a test")]
#[get("/problem")]
async fn refused() -> Result<HttpResponse, Problem> {
    Err(Problem::Forbidden)
}

#[owner_or_admin(Note)]
#[get("/conflict/{id}")]
async fn conflict(note: Authorized<Note, Read>) -> Result<HttpResponse, Conflict> {
    note.written(0).map(|_| HttpResponse::Ok().finish())
}

fn routes(config: &mut portcullis::ServiceConfig<Permission>) {
    config.service(update).service(read).service(outage).service(refused).service(conflict);
}

/// The whole answer but for the date.
fn bytes(site: &Site, method: &str, path: &str, caller: crate::notes::Caller) -> String {
    let token = token_of(caller.subject, caller.tenant, caller.role);
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\
         Content-Length: 0\r\n\r\n"
    );
    let reply = send_raw(site.served.address(), request.as_bytes(), Duration::from_secs(5));
    let reply = reply.expect("an answer");
    let mut headers: Vec<_> =
        reply.headers().iter().filter(|(name, _)| !name.eq_ignore_ascii_case("date")).collect();
    headers.sort();
    format!("{} {headers:?} {}", reply.status, reply.body)
}

#[test]
fn nobody_learns_which_objects_exist() {
    let site = serve(routes);
    for (method, status) in [("PATCH", "404"), ("GET", "403")] {
        let denied = bytes(&site, method, "/notes/1", CAT);
        assert!(denied.starts_with(status), "{denied}");
        for (path, caller) in [
            ("/notes/99", CAT),
            ("/notes/99", ANN),
            ("/notes/4", ADMIN),
            ("/notes/1", STRANGER),
            ("/notes/x", ANN),
            ("/notes/-1", ANN),
            ("/notes/99999999999999999999", ANN),
            ("/notes/%2e%2e", ANN),
            ("/notes/%2f", ANN),
        ] {
            assert_eq!(bytes(&site, method, path, caller), denied, "{method} {path} {caller:?}");
        }
        // The control: one who may is told something else.
        assert_ne!(bytes(&site, method, "/notes/1", ANN), denied);
    }
    // An unknown path is no different from a missing object.
    assert_eq!(bytes(&site, "PATCH", "/nothing", CAT), bytes(&site, "PATCH", "/notes/99", CAT));
}

#[test]
fn a_store_that_is_down_is_503_and_nothing_happens() {
    let site = serve(routes);
    *site.notes.mood.lock().unwrap() = Mood::Down;
    for caller in [ANN, CAT, ADMIN] {
        let reply = site.ask("PATCH", "/notes/1", caller);
        assert_eq!((reply.status, reply.header("retry-after")), (503, Some("7")), "{caller:?}");
        assert!(reply.is_problem_document() && !reply.body.contains("notes"), "{reply:?}");
    }
    assert_eq!(site.notes.effects(), 0);
    *site.notes.mood.lock().unwrap() = Mood::Well;
    assert_eq!((site.status("PATCH", "/notes/1", ANN), site.notes.effects()), (200, 1));
}

/// A security of its own: a short time limit, and words of its own where `answers` says so.
fn security(limit: Duration, answers: impl Answers) -> Security<Permission> {
    let jwt = portcullis::authn::jwt::Jwt::bearer(ISSUER, AUDIENCE)
        .key(portcullis::authn::jwt::Key::hs256(SECRET.to_vec().into()))
        .tenant_claim("tenant")
        .build()
        .unwrap();
    let builder = Security::builder().authenticator(jwt).answers(answers);
    builder.decision_timeout(limit).build().unwrap()
}

#[test]
fn a_store_that_hangs_is_503() {
    let limit = Duration::from_millis(100);
    let site = serve_with(security(limit, portcullis::ProblemDocuments), routes);
    *site.notes.mood.lock().unwrap() = Mood::Hanging;
    let reply = site.ask("PATCH", "/notes/1", ANN);
    assert_eq!((reply.status, site.notes.effects()), (503, 0), "{reply:?}");
}

/// What middleware inside the app added stays, whoever refuses.
#[test]
fn a_handlers_refusal_keeps_the_headers_of_its_scope() {
    let site = serve(|config| {
        let marks = actix_web::middleware::DefaultHeaders::new().add(("x-mark", "1"));
        let scope = portcullis::scope("/s").wrap(marks).service(conflict).service(refused);
        config.service(scope);
    });
    for (path, status) in [("/s/conflict/1", 409), ("/s/conflict/3", 404), ("/s/problem", 403)] {
        let reply = site.ask("GET", path, ANN);
        assert_eq!((reply.status, reply.header("x-mark")), (status, Some("1")), "{path}");
        assert!(reply.is_problem_document(), "{reply:?}");
        let types = reply.headers().iter().filter(|(name, _)| name == "content-type");
        assert_eq!(types.count(), 1, "{reply:?}");
    }
}

struct Terse;

impl Answers for Terse {
    fn answer(&self, problem: &Problem, request: Option<&HttpRequest>) -> HttpResponse {
        let path = request.map(|request| request.path().to_owned()).unwrap_or_default();
        problem.response().body(format!("terse {path}"))
    }
}

#[test]
fn what_handlers_return_is_worded_by_the_app() {
    let site = serve_with(security(Duration::from_secs(5), Terse), routes);
    for (path, status) in
        [("/outage", 503), ("/problem", 403), ("/conflict/1", 409), ("/conflict/3", 404)]
    {
        let reply = site.ask("GET", path, ANN);
        assert_eq!((reply.status, reply.body), (status, format!("terse {path}")));
    }
    let plain = serve(routes);
    for (path, status) in [("/outage", 503), ("/problem", 403), ("/conflict/1", 409)] {
        let reply = plain.ask("GET", path, ANN);
        assert!(reply.status == status && reply.is_problem_document(), "{reply:?}");
    }
}
