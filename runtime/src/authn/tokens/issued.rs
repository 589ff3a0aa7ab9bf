//! `Issued`: a pair of tokens for a client, and the answer that carries it.

use core::fmt;
use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, Responder};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;

/// An access token and the refresh token that renews it. `Debug` shows neither.
///
/// As the answer of a handler it is the JSON of RFC 6749 section 5.1, which no cache keeps.
#[derive(Clone)]
#[non_exhaustive]
#[must_use = "the client has the tokens only once they are in an answer"]
pub struct Issued {
    /// For the `Authorization` header, as a bearer token.
    pub access_token: SecretString,
    /// How long the access token lasts, in whole seconds.
    pub expires_in: Duration,
    /// To be spent once, for the next pair.
    pub refresh_token: SecretString,
    /// How long the refresh token lasts unless it is spent.
    pub refresh_expires_in: Duration,
    /// The OAuth scopes of the access token.
    pub scopes: Vec<String>,
    /// The id of the family, for lists and audit; no secret.
    pub family: String,
}

/// RFC 6749 section 5.1.
#[derive(Serialize)]
struct Document<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    scope: String,
}

impl Issued {
    /// 200 with both tokens, for a client that keeps the refresh token itself.
    pub fn response(&self) -> HttpResponse {
        self.answer(Some(self.refresh_token.expose_secret()))
    }

    /// 200 with the access token alone, for a browser: the refresh token goes into an `HttpOnly`
    /// cookie that the handler adds.
    pub fn response_without_refresh_token(&self) -> HttpResponse {
        self.answer(None)
    }

    fn answer(&self, refresh_token: Option<&str>) -> HttpResponse {
        HttpResponse::Ok().insert_header((CACHE_CONTROL, NO_STORE)).json(Document {
            access_token: self.access_token.expose_secret(),
            token_type: "Bearer",
            expires_in: self.expires_in.as_secs(),
            refresh_token,
            scope: self.scopes.join(" "),
        })
    }
}

/// For every answer of an endpoint that issues tokens, refusals too.
pub(super) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

impl Responder for Issued {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.response()
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued")
            .field("family", &self.family)
            .field("expires_in", &self.expires_in)
            .field("refresh_expires_in", &self.refresh_expires_in)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}
