//! Tokens that their issuer is asked about, over HTTP: judged, cached, revoked, and without answers.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod answers;
mod bearer;
mod caching;
mod outages;
mod secrets;

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::{HttpResponse, get};
use portcullis::authn::Authenticator;
use portcullis::authn::opaque::{Introspection, IntrospectionBuilder};
use portcullis::egress::{Egress, EgressBuilder};
use portcullis::{App, Principal, Security, authenticated, require_permission};
use portcullis_authn_tests::upstream::{Answer, Upstream};
use portcullis_tests::Permission;
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{now, with};
use serde_json::{Value, json};

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "my-api";
const SECRET: &str = "a secret: with/other+characters";
const TOKEN: &str = "2YotnFZFEjr1zCsicMWpAA";

#[authenticated]
#[get("/me")]
async fn me(principal: Principal<Permission>) -> HttpResponse {
    HttpResponse::Ok().json(json!({
        "subject": principal.subject(),
        "tenant": principal.tenant(),
        "scopes": principal.scopes(),
        "roles": principal.role_names().collect::<Vec<_>>(),
        "token": principal.credential().id(),
    }))
}

#[require_permission("reports:read")]
#[get("/reports")]
async fn reports() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn serve(authenticator: impl Authenticator<Permission>) -> Served {
    let security: Security<Permission> =
        Security::builder().authenticator(authenticator).build().unwrap();
    Served::start(move || App::new(security.clone()).service(me).service(reports))
}

/// A client for loopback that is quickly tired of waiting.
fn loose() -> EgressBuilder {
    Egress::builder()
        .timeout(Duration::from_millis(500))
        .allow_private_addresses()
        .danger_allow_http("a test on loopback")
}

fn introspection(upstream: &Upstream) -> IntrospectionBuilder<Permission> {
    Introspection::at(upstream.url(), "the client", SECRET.into())
        .egress(&loose().build().unwrap())
        .audience(AUDIENCE)
        .issuer(ISSUER)
}

/// A good answer.
fn active() -> Value {
    json!({
        "active": true, "iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "exp": now() + 600,
        "iat": now() - 10, "token_type": "Bearer", "scope": "read write", "roles": ["reader"],
        "jti": "t-1", "client_id": "somebody",
    })
}

fn good() -> Answer {
    Answer::ok(active().to_string())
}

/// The good answer with one member replaced, or removed where `value` is `None`.
fn active_with(name: &str, value: impl Into<Option<Value>>) -> Answer {
    Answer::ok(with(active(), name, value.into()).to_string())
}

fn ask(server: &Served, token: &str) -> Reply {
    ask_at(server.address(), "/me", token)
}

fn ask_at(address: SocketAddr, path: &str, token: &str) -> Reply {
    send(address, "GET", path, &[("authorization", &format!("Bearer {token}"))], None)
}
