//! A node: a served app whose bearer tokens and API keys can be revoked.

use std::net::SocketAddr;

use actix_web::http::header::HeaderValue;
use actix_web::{HttpRequest, HttpResponse, get};
use portcullis::authn::jwt::{Jwt, Key};
use portcullis::authn::revocation::{Presented, Revocations, Standing};
use portcullis::authn::{Authentication, Authenticator, Outcome, Refusal};
use portcullis::principal::{Credential, CredentialKind};
use portcullis::{App, Principal, Security, authenticated};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{AUDIENCE, ISSUER, SECRET, claims, hs256, with};
use serde_json::Value;

use crate::Permission;

#[authenticated]
#[get("/me")]
async fn me() -> HttpResponse {
    HttpResponse::Ok().finish()
}

/// Takes any key at its word: only whether it is revoked is looked at.
struct ApiKeys(Revocations);

impl Authenticator<Permission> for ApiKeys {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<Permission> {
        let Some(id) = request.headers().get("x-api-key").map(HeaderValue::to_str) else {
            return Outcome::Anonymous.into();
        };
        let credential = Credential::new(CredentialKind::ApiKey, Some(id.unwrap().to_owned()));
        let principal = Principal::builder("a program").credential(credential).build();
        match self.0.standing(&Presented::by(&principal)) {
            Standing::Good => Outcome::Principal(principal),
            Standing::Revoked => Outcome::Refused(Refusal::invalid_token("revoked")),
            Standing::Unknown(outage) => Outcome::Unavailable(outage),
        }
        .into()
    }
}

pub(crate) fn serve(revocations: &Revocations) -> Served {
    let jwt = Jwt::bearer(ISSUER, AUDIENCE)
        .key(Key::hs256(SECRET.to_vec().into()))
        .revocations(revocations)
        .build()
        .unwrap();
    let api_keys = ApiKeys(revocations.clone());
    let security: Security<Permission> =
        Security::builder().authenticator(jwt).authenticator(api_keys).build().unwrap();
    Served::start(move || App::new(security.clone()).service(me))
}

/// A good token of `subject` with these claims too.
pub(crate) fn token(subject: &str, more: &[(&str, Value)]) -> String {
    let claims = claims(subject, "reader");
    hs256(
        &more.iter().fold(claims, |claims, (name, value)| with(claims, name, Some(value.clone()))),
    )
}

/// The status of a request with this bearer token.
pub(crate) fn status(address: SocketAddr, token: &str) -> u16 {
    let header = format!("Bearer {token}");
    send(address, "GET", "/me", &[("authorization", &header)], None).status
}

/// The status of a request with this API key.
pub(crate) fn status_of_key(address: SocketAddr, id: &str) -> u16 {
    send(address, "GET", "/me", &[("x-api-key", id)], None).status
}
