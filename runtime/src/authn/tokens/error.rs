//! `IssueError`, `RefreshError`: why there are no tokens, and how a client is told (RFC 6749 section
//! 5.2).

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, ResponseError};
use serde_json::json;

use super::issued::NO_STORE;
use crate::outage::Outage;

/// Why a login got no tokens. A handler may return it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssueError {
    /// The accounts know no such subject, or it is locked: 400 `invalid_grant`.
    #[error("there is no such account, or it is locked")]
    NoAccount,
    /// A scope has a character that scopes cannot have, and would be read as others: 400
    /// `invalid_scope`.
    #[error("a scope is empty or has a character that scopes do not have")]
    Scope,
    /// Something that is needed did not answer: 503.
    #[error(transparent)]
    Unavailable(#[from] Outage),
}

/// Why a refresh token got no new pair. A handler may return it. A client is not told which it was:
/// all but an outage are 400 `invalid_grant`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// No refresh token of ours looks like this. No store was asked.
    #[error("the refresh token is malformed")]
    Malformed,
    /// There is no such token, or its family has ended.
    #[error("the refresh token is unknown or its family has ended")]
    Unknown,
    /// It lay idle for too long, or its family has reached its end.
    #[error("the refresh token or its family has expired")]
    Expired,
    /// It was spent before: the family is ended now.
    #[error("the refresh token was spent before; its family is ended")]
    Reused,
    /// Its family, or all that its subject held, was revoked: the family is ended now.
    #[error("the family of the refresh token is revoked")]
    Revoked,
    /// The account is gone or locked: the family is ended now.
    #[error("the account of the refresh token is gone or locked; its family is ended")]
    NoAccount,
    /// Something that is needed did not answer: 503.
    #[error(transparent)]
    Unavailable(#[from] Outage),
}

impl IssueError {
    /// What did not answer, where that is the reason.
    fn outage(&self) -> Option<&Outage> {
        if let Self::Unavailable(outage) = self { Some(outage) } else { None }
    }
}

impl RefreshError {
    /// What did not answer, where that is the reason.
    fn outage(&self) -> Option<&Outage> {
        if let Self::Unavailable(outage) = self { Some(outage) } else { None }
    }
}

impl ResponseError for IssueError {
    fn status_code(&self) -> StatusCode {
        self.outage().map_or(StatusCode::BAD_REQUEST, ResponseError::status_code)
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::NoAccount => refusal("invalid_grant", "there is no such account"),
            Self::Scope => refusal("invalid_scope", "a scope has characters that are not allowed"),
            Self::Unavailable(outage) => unavailable(outage),
        }
    }
}

impl ResponseError for RefreshError {
    fn status_code(&self) -> StatusCode {
        self.outage().map_or(StatusCode::BAD_REQUEST, ResponseError::status_code)
    }

    fn error_response(&self) -> HttpResponse {
        const OVER: &str = "the refresh token is not valid or its login has ended: log in again";
        self.outage().map_or_else(|| refusal("invalid_grant", OVER), unavailable)
    }
}

fn refusal(code: &str, description: &str) -> HttpResponse {
    HttpResponse::BadRequest()
        .insert_header((CACHE_CONTROL, NO_STORE))
        .json(json!({ "error": code, "error_description": description }))
}

fn unavailable(outage: &Outage) -> HttpResponse {
    let mut answer = outage.error_response();
    answer.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    answer
}

/// What did not answer, where a handler returned that as an error of ours: it is worded as the app
/// words every outage.
pub(crate) fn outage_of(error: &actix_web::Error) -> Option<&Outage> {
    let of_issue = || error.as_error::<IssueError>()?.outage();
    let of_refresh = || error.as_error::<RefreshError>()?.outage();
    of_issue().or_else(of_refresh)
}
