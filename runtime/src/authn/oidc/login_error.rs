//! `LoginError`: why nobody was logged in, for the operator and for the browser.

use core::fmt;
use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, SET_COOKIE};
use actix_web::{HttpResponse, ResponseError};

use super::cookie::LOGIN;
use crate::outage::Outage;
use crate::problem::Problem;

/// Why a login did not begin or did not succeed. The cause is for the operator: it is in the audit
/// trail and never holds what a client sent. The browser is told 400, or 503 where the provider does
/// not answer, and forgets the login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginError {
    kind: Kind,
    cause: Cow<'static, str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Refused,
    /// The provider said no, with this code.
    Declined(&'static str),
    Unavailable(Outage),
}

impl LoginError {
    pub(super) fn refused(cause: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: Kind::Refused, cause: cause.into() }
    }

    /// The provider answered with `code`, of which only known ones are repeated.
    pub(super) fn declined(code: &str) -> Self {
        let code = KNOWN.iter().find(|known| **known == code).copied().unwrap_or("another error");
        Self { kind: Kind::Declined(code), cause: format!("the provider answered `{code}`").into() }
    }

    pub(super) fn unavailable(cause: impl fmt::Display) -> Self {
        let outage = Outage::of("the OpenID provider");
        Self { cause: format!("{outage}: {cause}").into(), kind: Kind::Unavailable(outage) }
    }

    /// Why, for logs and audit.
    pub fn cause(&self) -> &str {
        &self.cause
    }

    /// The error code of the provider (RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6)
    /// where it said no: `access_denied` where the end user did, `login_required` where
    /// [`Prompt::None`](super::Prompt::None) was not enough.
    pub fn declined_with(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Declined(code) => Some(code),
            Kind::Refused | Kind::Unavailable(_) => None,
        }
    }

    /// The outage, where it is not known whether the login is good.
    pub fn outage(&self) -> Option<&Outage> {
        match &self.kind {
            Kind::Unavailable(outage) => Some(outage),
            Kind::Refused | Kind::Declined(_) => None,
        }
    }

    pub(crate) fn problem(&self) -> Problem {
        self.outage().map_or(Problem::LoginRefused, Outage::problem)
    }
}

/// The codes of RFC 6749 sections 4.1.2.1 and 5.2 and of OpenID Connect Core section 3.1.2.6.
const KNOWN: &[&str] = &[
    "access_denied",
    "account_selection_required",
    "consent_required",
    "interaction_required",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_request_object",
    "invalid_request_uri",
    "invalid_scope",
    "login_required",
    "registration_not_supported",
    "request_not_supported",
    "request_uri_not_supported",
    "server_error",
    "temporarily_unavailable",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
];

impl From<Outage> for LoginError {
    fn from(outage: Outage) -> Self {
        Self { cause: outage.to_string().into(), kind: Kind::Unavailable(outage) }
    }
}

impl fmt::Display for LoginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.cause)
    }
}

impl core::error::Error for LoginError {}

/// The answer for the browser, for an error that a handler returns.
impl ResponseError for LoginError {
    fn status_code(&self) -> StatusCode {
        self.problem().status()
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = self.problem().respond();
        let headers = answer.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(forgotten) = LOGIN.forget() {
            headers.append(SET_COOKIE, forgotten);
        }
        answer
    }
}
