//! Problem documents: how the app says no (RFC 9457 bodies, RFC 6750 challenges).

use std::time::Duration;

use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use crate::outage::Outage;
use crate::policy::StepUp;

mod extractors;
mod field_error;

pub use field_error::{FieldError, FieldErrorCode, Place};

/// How an app words its refusals. One per app, given to
/// [`SecurityBuilder::answers`](crate::SecurityBuilder::answers); the default is
/// [`ProblemDocuments`].
///
/// ```
/// use actix_web::{HttpRequest, HttpResponse};
/// use portcullis::{Answers, Problem};
///
/// struct Terse;
///
/// impl Answers for Terse {
///     fn answer(&self, problem: &Problem, _: Option<&HttpRequest>) -> HttpResponse {
///         problem.response().finish()
///     }
/// }
/// ```
pub trait Answers: Send + Sync + 'static {
    /// The answer for `problem`. The request is absent after a panic.
    ///
    /// Start from [`Problem::response`], which carries the status and the headers that the
    /// standards ask for.
    fn answer(&self, problem: &Problem, request: Option<&HttpRequest>) -> HttpResponse;
}

/// The default answers: `application/problem+json` (RFC 9457).
#[derive(Clone, Copy, Debug, Default)]
pub struct ProblemDocuments;

impl Answers for ProblemDocuments {
    fn answer(&self, problem: &Problem, _: Option<&HttpRequest>) -> HttpResponse {
        problem.respond()
    }
}

/// Everything that Portcullis itself refuses, as the client sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// 401: no account has this name and password. Which of them is wrong, it does not say.
    LoginFailed,
    /// 401: the route needs a credential and the request has none.
    NoCredential,
    /// 401 `invalid_token`: the credential is malformed, expired or otherwise bad.
    InvalidToken,
    /// 400 `invalid_request`: two credentials, or one by two ways.
    InvalidRequest,
    /// 401 `insufficient_user_authentication`: the principal may, once they have authenticated as
    /// the policy asks: more recently, or with several factors (RFC 9470).
    StepUp(StepUp),
    /// 403 `insufficient_scope`: the principal may not.
    Forbidden,
    /// 403: a request with a cookie's credential that another site may have made the browser send.
    CrossSite,
    /// 404: no route has this path, or a path parameter cannot be read as its type.
    NotFound,
    /// 405: routes have this path, but not with this method.
    MethodNotAllowed {
        /// The methods that they have.
        allow: Vec<Method>,
    },
    /// 409: the object changed after it was authorized, and nothing was written.
    Conflict,
    /// 429: too many attempts.
    TooManyRequests {
        /// When to come back.
        retry_after: Duration,
    },
    /// 503: something that the decision needs did not answer.
    Unavailable {
        /// When to come back.
        retry_after: Duration,
    },
    /// 400: the body is malformed or of the wrong shape.
    MalformedBody,
    /// 400: the query string cannot be read as its type.
    MalformedQuery,
    /// 400: a header cannot be read as its type.
    MalformedHeader,
    /// 422: the body or the query string names what it must not, or says what is not valid. Nothing
    /// was applied.
    InvalidFields(Vec<FieldError>),
    /// 403 `insufficient_scope`: the principal may not set these fields. Nothing was applied.
    ForbiddenFields(Vec<FieldError>),
    /// 411: the handler needs a `Content-Length`.
    LengthRequired,
    /// 413: the body is larger than the handler takes.
    BodyTooLarge,
    /// 415: the body's media type is not what the handler takes.
    UnsupportedMediaType,
    /// 400: a login at an OpenID provider that cannot be completed.
    LoginRefused,
    /// 500: a panic, or an app that is put together wrongly.
    Internal,
}

impl Problem {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NoCredential | Self::LoginFailed | Self::InvalidToken | Self::StepUp(_) => {
                StatusCode::UNAUTHORIZED
            }
            Self::Forbidden | Self::ForbiddenFields(_) | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::InvalidRequest
            | Self::LoginRefused
            | Self::MalformedBody
            | Self::MalformedQuery
            | Self::MalformedHeader => StatusCode::BAD_REQUEST,
            Self::InvalidFields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::LengthRequired => StatusCode::LENGTH_REQUIRED,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// One sentence for the client. It never depends on why the policy said no.
    pub fn detail(&self) -> &'static str {
        match self {
            Self::NoCredential => "a credential is required",
            Self::LoginFailed => "the name or the password is wrong",
            Self::InvalidToken => "the credential is not valid",
            Self::InvalidRequest => "the request carries more than one credential",
            Self::StepUp(_) => "a more recent or stronger authentication is required",
            Self::Forbidden => "you may not do this",
            Self::CrossSite => "the request may come from another site",
            Self::NotFound => "there is nothing here",
            Self::MethodNotAllowed { .. } => "the method is not allowed here",
            Self::Conflict => "the object has changed in the meantime",
            Self::TooManyRequests { .. } => "there were too many attempts",
            Self::Unavailable { .. } => "the request cannot be decided now",
            Self::MalformedBody => "the body is malformed",
            Self::MalformedQuery => "the query string is malformed",
            Self::MalformedHeader => "a header is malformed",
            Self::InvalidFields(_) => "some fields are not accepted",
            Self::ForbiddenFields(_) => "you may not set some of the fields",
            Self::LengthRequired => "a content length is required",
            Self::BodyTooLarge => "the body is too large",
            Self::UnsupportedMediaType => "the media type is not supported",
            Self::LoginRefused => "the login cannot be completed, begin again",
            Self::Internal => "the request failed",
        }
    }

    /// The error code of RFC 6750 section 3.1 or RFC 9470 section 3, where one applies.
    pub fn error_code(&self) -> Option<&'static str> {
        match self {
            Self::InvalidRequest => Some("invalid_request"),
            Self::InvalidToken => Some("invalid_token"),
            Self::StepUp(_) => Some("insufficient_user_authentication"),
            Self::Forbidden | Self::ForbiddenFields(_) => Some("insufficient_scope"),
            _ => None,
        }
    }

    /// The fields that the problem is about, each with what is wrong with it.
    pub fn field_errors(&self) -> &[FieldError] {
        match self {
            Self::InvalidFields(errors) | Self::ForbiddenFields(errors) => errors,
            _ => &[],
        }
    }

    /// A response builder with the status and the headers that the standards ask for:
    /// `WWW-Authenticate` (RFC 6750), `Allow` (RFC 9110), `Retry-After`.
    pub fn response(&self) -> actix_web::HttpResponseBuilder {
        let mut response = HttpResponse::build(self.status());
        if let Some(header) = self.header() {
            response.insert_header(header);
        }
        response
    }

    /// The default answer: [`response`](Self::response) with an RFC 9457 document.
    pub fn respond(&self) -> HttpResponse {
        let mut document = json!({
            "type": "about:blank",
            "title": self.status().canonical_reason(),
            "status": self.status().as_u16(),
            "detail": self.detail(),
        });
        if let Some(members) = document.as_object_mut() {
            if let Some(code) = self.error_code() {
                members.insert("error".to_owned(), code.into());
            }
            if !self.field_errors().is_empty() {
                let errors = self.field_errors().iter().map(FieldError::to_json).collect();
                members.insert("errors".to_owned(), errors);
            }
        }
        self.response().content_type("application/problem+json").body(document.to_string())
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::NoCredential | Self::LoginFailed => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
            }
            Self::InvalidToken
            | Self::InvalidRequest
            | Self::Forbidden
            | Self::ForbiddenFields(_) => {
                let challenge = format!("Bearer error=\"{}\"", self.error_code()?);
                Some((header::WWW_AUTHENTICATE, HeaderValue::try_from(challenge).ok()?))
            }
            Self::StepUp(step_up) => {
                let age = step_up.max_age.map(|age| format!(", max_age=\"{}\"", age.as_secs()));
                let acr = if step_up.multi_factor { ", acr_values=\"mfa\"" } else { "" };
                let age = age.unwrap_or_default();
                let challenge = format!("Bearer error=\"{}\"{age}{acr}", self.error_code()?);
                Some((header::WWW_AUTHENTICATE, HeaderValue::try_from(challenge).ok()?))
            }
            Self::MethodNotAllowed { allow } => {
                let methods = allow.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
                Some((header::ALLOW, HeaderValue::try_from(methods).ok()?))
            }
            Self::Unavailable { retry_after } | Self::TooManyRequests { retry_after } => {
                let seconds = retry_after.as_secs().max(1);
                Some((header::RETRY_AFTER, HeaderValue::from(seconds)))
            }
            _ => None,
        }
    }
}

impl From<Outage> for Problem {
    fn from(outage: Outage) -> Self {
        outage.problem()
    }
}

impl core::fmt::Display for Problem {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.detail())
    }
}

/// The default answer, for a handler that returns a problem; an app words it as its own.
impl actix_web::ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    fn error_response(&self) -> HttpResponse {
        self.respond()
    }
}
