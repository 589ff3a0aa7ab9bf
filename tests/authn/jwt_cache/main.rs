//! What a verifier remembers of tokens, over HTTP: nothing that would let one in or keep one out.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod bounds;
mod keys;
mod races;
mod revocation;
mod texts;
mod times;

use std::net::SocketAddr;

use actix_web::{HttpResponse, get};
use portcullis::authn::jwt::{Jwt, JwtBuilder, Key, WithKey};
use portcullis::authn::{Authentication, Outcome};
use portcullis::{App, Principal, Security, authenticated};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{AUDIENCE, ISSUER, SECRET};
use portcullis_tests::{Permission, tokens};
use serde_json::{Value, json};

/// Says who asks, and what their token says of `note`.
#[authenticated]
#[get("/me")]
async fn me(principal: Principal<Permission>) -> HttpResponse {
    let note = principal.claims().get("note").cloned();
    HttpResponse::Ok().json(json!({
        "subject": principal.subject(),
        "note": note,
        "scopes": principal.scopes(),
        "roles": principal.role_names().collect::<Vec<_>>(),
    }))
}

fn builder() -> JwtBuilder<WithKey> {
    Jwt::bearer(ISSUER, AUDIENCE).key(Key::hs256(SECRET.to_vec().into()))
}

fn serve(jwt: &Jwt) -> Served {
    let security = Security::builder().authenticator(jwt.clone()).build().unwrap();
    Served::start(move || App::new(security.clone()).service(me))
}

/// The status for a request with `token`, and the body.
fn ask(address: SocketAddr, token: &str) -> (u16, Value) {
    let header = format!("Bearer {token}");
    let reply = send(address, "GET", "/me", &[("authorization", &header)], None);
    (reply.status, serde_json::from_str(&reply.body).unwrap_or_default())
}

fn status(served: &Served, token: &str) -> u16 {
    ask(served.address(), token).0
}

/// A token of `subject` with more claims.
fn token(subject: &str, more: &Value) -> String {
    let mut claims = tokens::claims(subject, "reader");
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    tokens::hs256(&claims)
}

/// Whether `token` is accepted now, without HTTP.
fn accepts(jwt: &Jwt, token: &str) -> bool {
    let found: Authentication<Permission> = jwt.authenticate_token(token);
    matches!(found, Authentication::Done(Outcome::Principal(_)))
}

#[test]
fn a_remembered_token_says_what_it_said_at_first() {
    let jwt = builder().build().unwrap();
    let served = serve(&jwt);
    let note = json!({ "deep": [1, "two", null] });
    let token = token("alice", &json!({ "note": note, "scope": "read write" }));
    let first = ask(served.address(), &token);
    let expected = json!({
        "subject": "alice", "note": note, "scopes": ["read", "write"], "roles": ["reader"]
    });
    assert_eq!(first, (200, expected));
    assert_eq!(jwt.cache_usage().entries, 1);
    for _ in 0..3 {
        assert_eq!(ask(served.address(), &token), first);
    }
    assert_eq!(jwt.cache_usage().entries, 1);
}

#[test]
fn without_a_cache_nothing_is_remembered() {
    let jwt = builder().without_cache().build().unwrap();
    let served = serve(&jwt);
    let good = token("alice", &json!({ "note": 7 }));
    for _ in 0..3 {
        assert_eq!(ask(served.address(), &good).1["note"], 7);
        assert_eq!(status(&served, &format!("{good}x")), 401);
    }
    assert_eq!(jwt.cache_usage(), portcullis::authn::jwt::CacheUsage::default());
}
