//! Keys that an issuer publishes, over HTTP: fetched, kept, replaced, dropped.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod failures;
mod issuer;
mod issuers;
mod keeping;
mod places;
mod starting;
mod storm;

use std::net::SocketAddr;
use std::time::Duration;

use actix_web::{HttpResponse, get};
use portcullis::authn::Authenticator;
use portcullis::authn::jwks::{Jwks, JwksBuilder};
use portcullis::authn::jwt::Jwt;
use portcullis::egress::{Egress, EgressBuilder};
use portcullis::{App, Principal, Security, authenticated};
use portcullis_authn_tests::upstream::Upstream;
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::{Permission, tokens};

use issuer::{AUDIENCE, ISSUER};

#[authenticated]
#[get("/me")]
async fn me(principal: Principal<Permission>) -> HttpResponse {
    HttpResponse::Ok().body(principal.subject().to_owned())
}

/// Serves `/me` for whom `authenticator` knows.
fn serve(authenticator: impl Authenticator<Permission>) -> Served {
    let security: Security<Permission> =
        Security::builder().authenticator(authenticator).build().unwrap();
    Served::start(move || App::new(security.clone()).service(me))
}

fn jwt(jwks: &Jwks) -> Jwt {
    Jwt::bearer(ISSUER, AUDIENCE).jwks(jwks).build().unwrap()
}

fn ask(server: &Served, token: &str) -> Reply {
    ask_at(server.address(), token)
}

fn ask_at(address: SocketAddr, token: &str) -> Reply {
    send(address, "GET", "/me", &[("authorization", &format!("Bearer {token}"))], None)
}

/// A client for loopback that is quickly tired of waiting.
fn loose() -> EgressBuilder {
    Egress::builder()
        .timeout(Duration::from_millis(500))
        .allow_private_addresses()
        .danger_allow_http("a test on loopback")
}

/// Keys of `upstream`, asked for again only when a test says so.
fn jwks(upstream: &Upstream) -> JwksBuilder {
    let day = Duration::from_hours(24);
    Jwks::url(upstream.url())
        .egress(&loose().build().unwrap())
        .refresh_between(day, day)
        .retry_between(day, day)
}

fn wait(builder: JwksBuilder) -> Jwks {
    block_on(builder.wait(Duration::from_secs(10))).unwrap()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

/// A token of some other test, under a secret.
fn foreign_token() -> String {
    tokens::token("reader")
}
