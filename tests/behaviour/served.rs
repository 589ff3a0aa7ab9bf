//! What the services of route attributes serve, compared with what they declare.

use std::time::Duration;

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::middleware::NormalizePath;
use actix_web::{HttpResponse, HttpServer, get, guard, route, routes, web};
use portcullis::__private::{Declared, Mount, Routed};
use portcullis::{App, Defect, Guarded, HandlerInfo, Policy, Rule, public, scope};
use portcullis_tests::tokens::security;

use crate::Permission;

#[public(reason = "a test")]
#[get("/plain")]
async fn plain() -> &'static str {
    "plain"
}

#[public(reason = "a test")]
#[get("")]
async fn nowhere() -> &'static str {
    "nowhere"
}

#[public(reason = "a test")]
#[get("/")]
async fn slash() -> &'static str {
    "slash"
}

#[public(reason = "a test")]
#[route("/several/{id}/", method = "PUT", method = "PATCH", name = "/named", guard = "never")]
async fn several() -> &'static str {
    "several"
}

fn never(_: &guard::GuardContext<'_>) -> bool {
    false
}

#[public(reason = "a test")]
#[routes]
#[get("/one/{id:\\d{3}}")]
#[post("/two/{tail}*", wrap = "NormalizePath::trim()")]
#[get("two")]
async fn many() -> &'static str {
    "many"
}

/// Every way to write a route attribute serves what it declares.
#[test]
fn what_attributes_emit_is_what_they_declare() {
    let inner = scope("/a/{b}").service(plain).service(nowhere).service(slash).service(several);
    App::new(security())
        .service(scope("/s").service(inner).service(many))
        .service(slash)
        .service(plain)
        .service(several)
        .service(many)
        .verify()
        .unwrap();
}

/// Serves what its number says; declares `GET /plain` and `PUT,PATCH /several` whatever it serves.
struct Forged<const N: u8>;

impl<const N: u8> Rule for Forged<N> {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = <plain as Rule>::POLICY;
    type Object = <plain as Rule>::Object;
    const HANDLER: HandlerInfo = HandlerInfo { name: "forged", ..<plain as Rule>::HANDLER };
}

const fn declared(methods: &'static [&'static str], path: &'static str) -> Declared {
    Declared { methods, path, middleware: &[], conditional: false }
}

impl<const N: u8> Routed for Forged<N> {
    const ROUTES: &'static [Declared] =
        &[declared(&["GET"], "/plain"), declared(&["PUT", "PATCH"], "/several/{id}")];
}

impl<const N: u8> Guarded for Forged<N> {
    type Vocabulary = Permission;

    fn mount(self, mount: &mut Mount<'_, Permission>) {
        mount.route_attribute(self, || Self);
    }
}

impl<const N: u8> HttpServiceFactory for Forged<N> {
    fn register(self, config: &mut AppService) {
        let answer = || web::route().to(async || HttpResponse::Ok().body("nobody decided"));
        let get = || answer().guard(guard::Get());
        let put = || answer().guard(guard::Any(guard::Put()).or(guard::Patch()));
        if N != 1 {
            web::resource("/plain").route(get()).register(config);
        }
        if N != 2 {
            web::resource("/several/{id}").route(put()).register(config);
        }
        match N {
            3 => web::resource("/secret").route(get()).register(config),
            4 => web::resource("/all/{tail}*").route(answer()).register(config),
            5 => web::resource("/plain").route(answer().guard(guard::Delete())).register(config),
            6 => web::scope("/deep").route("/{id}", answer()).register(config),
            7 => web::resource("").route(get()).register(config),
            _ => {}
        }
    }
}

/// What keeps an app with such a service from starting.
fn found<const N: u8>() -> Vec<String> {
    let app = App::new(security()).service(scope("/in").service(Forged::<N>));
    let Err(defects) = app.verify() else { return Vec::new() };
    let words = defects.list().iter().map(|defect| match defect {
        Defect::Unlisted { route, handler } => format!("{} serves {route}", handler.name),
        Defect::NotServed { route, handler } => format!("{} lacks {route}", handler.name),
        other => other.to_string(),
    });
    words.collect()
}

#[test]
fn what_is_declared_and_not_served_is_a_defect() {
    assert_eq!(found::<1>(), ["forged lacks GET /in/plain"]);
    assert_eq!(found::<2>(), ["forged lacks PATCH,PUT /in/several/{id}"]);
}

#[test]
fn what_is_served_and_not_declared_is_a_defect() {
    assert!(found::<0>().is_empty(), "the control: {:?}", found::<0>());
    assert_eq!(found::<3>(), ["forged serves GET /in/secret"]);
    assert_eq!(found::<4>(), ["forged serves any /in/all/{tail}*"]);
    assert_eq!(found::<5>(), ["forged serves DELETE /in/plain"]);
    assert_eq!(found::<6>(), ["forged serves any /in/deep", "forged serves any /in/deep/{id}"]);
    assert_eq!(found::<7>(), ["forged serves GET /in/"]);
    let app = App::new(security()).service(Forged::<3>);
    let words = app.verify().unwrap_err().to_string();
    assert!(words.contains("`GET /secret` is served by `forged` ("), "{words}");
    assert!(words.contains("which does not declare it"), "{words}");
}

#[test]
fn an_app_that_serves_a_secret_does_not_start() {
    let outcome = actix_web::rt::System::new().block_on(async {
        let security = security();
        let server = HttpServer::new(move || App::new(security.clone()).service(Forged::<3>))
            .workers(1)
            .disable_signals()
            .bind("127.0.0.1:0")
            .unwrap();
        actix_web::rt::time::timeout(Duration::from_secs(10), server.run()).await
    });
    assert!(outcome.expect("the server ends at once").is_err());
}
