//! `SessionError`: why a session could not be begun, renewed or ended.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::authn::{Refusal, RefusalCode};
use crate::outage::Outage;
use crate::problem::Problem;

/// Why nothing came of it. A handler may return it: an app answers it in its own words, as it answers
/// what the gate refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SessionError {
    /// The request may come from another site, or its session is over.
    #[error("refused: {}", .0.cause())]
    Refused(Refusal),
    /// The store, the accounts or the source of randomness did not answer.
    #[error(transparent)]
    Unavailable(#[from] Outage),
}

impl SessionError {
    /// What the client is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Refused(refusal) => match refusal.code() {
                RefusalCode::InvalidRequest => Problem::InvalidRequest,
                RefusalCode::InvalidToken => Problem::InvalidToken,
                RefusalCode::CrossSite => Problem::CrossSite,
            },
            Self::Unavailable(outage) => outage.problem(),
        }
    }

    /// A session that is not, or not any more.
    pub(super) fn over(cause: &'static str) -> Self {
        Self::Refused(Refusal::invalid_token(cause))
    }
}

impl From<Refusal> for SessionError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The default answer.
impl ResponseError for SessionError {
    fn status_code(&self) -> StatusCode {
        self.problem().status()
    }

    fn error_response(&self) -> HttpResponse {
        self.problem().respond()
    }
}
