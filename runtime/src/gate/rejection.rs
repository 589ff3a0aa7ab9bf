//! `Rejection`: a request that the gate turned away, with the cause for the operator.

use core::fmt;

use actix_web::error::InternalError;
use actix_web::{Error, HttpRequest};

use crate::authn::{Outcome, Refusal, RefusalCode};
use crate::outage::Outage;
use crate::policy::{Decision, Denial};
use crate::problem::Problem;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// Why the gate turned a request away.
///
/// It is the error of the answer, so middleware and logs see it; the client sees a [`Problem`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// A principal is needed and no credential was presented.
    NoCredential,
    /// The credential is bad.
    Refused(Refusal),
    /// The principal may not.
    Denied(Denial),
    /// Something that the decision needs did not answer.
    Unavailable(Outage),
    /// The app has no [`Gate`](super::Gate): the handler runs outside `portcullis::App`.
    NoGate,
    /// The input is not what the handler's extractors take.
    BadInput(Problem),
}

impl Rejection {
    /// What the client is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NoCredential => Problem::NoCredential,
            Self::Refused(refusal) => match refusal.code() {
                RefusalCode::InvalidRequest => Problem::InvalidRequest,
                RefusalCode::InvalidToken => Problem::InvalidToken,
            },
            Self::Denied(_) => Problem::Forbidden,
            Self::Unavailable(outage) => Problem::Unavailable { retry_after: outage.delay() },
            Self::NoGate => Problem::Internal,
            Self::BadInput(problem) => problem.clone(),
        }
    }

    /// The rejection that an outcome other than a principal leads to.
    pub(super) fn of_outcome<V: Vocabulary>(outcome: Outcome<V>) -> Self {
        match outcome {
            Outcome::Anonymous | Outcome::Principal(_) => Self::NoCredential,
            Outcome::Refused(refusal) => Self::Refused(refusal),
            Outcome::Unavailable(outage) => Self::Unavailable(outage),
        }
    }

    /// The rejection that a decision leads to, unless it allows.
    pub(super) fn of_decision(decision: Decision) -> Option<Self> {
        match decision {
            Decision::Allow => None,
            Decision::Deny(denial) => Some(Self::Denied(denial)),
            Decision::Unavailable(outage) => Some(Self::Unavailable(outage)),
        }
    }

    /// The error whose answer is the app's own form of the problem.
    #[cold]
    pub(super) fn into_error<V: Vocabulary>(
        self,
        request: &HttpRequest,
        security: &Security<V>,
    ) -> Error {
        tracing::debug!(cause = %self, path = request.path(), "request turned away");
        let response = security.answers().answer(&self.problem(), Some(request));
        InternalError::from_response(self, response).into()
    }

    /// The error outside any app of ours, where nothing says how to answer.
    #[cold]
    pub(super) fn without_gate(request: &HttpRequest) -> Error {
        tracing::error!(
            path = request.path(),
            "a guarded handler runs in an app without a `portcullis::Gate`"
        );
        let response = Self::NoGate.problem().respond();
        InternalError::from_response(Self::NoGate, response).into()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCredential => f.write_str("no credential"),
            Self::Refused(refusal) => write!(f, "credential refused: {}", refusal.cause()),
            Self::Denied(denial) => write!(f, "denied: {denial}"),
            Self::Unavailable(outage) => write!(f, "undecided: {outage}"),
            Self::NoGate => f.write_str("no gate in the app's data"),
            Self::BadInput(problem) => write!(f, "bad input: {}", problem.detail()),
        }
    }
}
