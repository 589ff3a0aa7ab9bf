//! `Rejection`: a request that the gate turned away, with the cause for the operator.

use core::fmt;

use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};

use super::records::record_denial;
use crate::authn::{Outcome, Refusal, RefusalCode};
use crate::outage::Outage;
use crate::policy::{Decision, Denial, OnDenied};
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
    /// The principal may not touch the object.
    DeniedObject(Denial, OnDenied),
    /// There is no such object.
    Missing(OnDenied),
    /// The app's data lacks the store of the resource.
    NoStore {
        /// The name of the resource.
        resource: &'static str,
    },
    /// The handler asks for an object that its guard does not provide.
    NoObject,
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
                RefusalCode::CrossSite => Problem::CrossSite,
            },
            // Whoever reads it would be let through, so even an object that is hidden from others is
            // no secret to them.
            Self::Denied(denial) | Self::DeniedObject(denial, _)
                if let Some(step_up) = denial.step_up() =>
            {
                Problem::StepUp(step_up)
            }
            Self::Denied(_) => Problem::Forbidden,
            // One answer for both, so that nobody learns which objects exist.
            Self::DeniedObject(_, on_denied) | Self::Missing(on_denied) => match on_denied {
                OnDenied::NotFound => Problem::NotFound,
                OnDenied::Forbidden => Problem::Forbidden,
            },
            Self::Unavailable(outage) => outage.problem(),
            Self::NoStore { .. } | Self::NoObject | Self::NoGate => Problem::Internal,
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
        record_denial(&self, request, security);
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
            Self::Denied(denial) | Self::DeniedObject(denial, _) => write!(f, "denied: {denial}"),
            Self::Unavailable(outage) => write!(f, "undecided: {outage}"),
            Self::Missing(_) => f.write_str("no such object"),
            Self::NoStore { resource } => {
                write!(f, "the app's data lacks the store of `{resource}`")
            }
            Self::NoObject => f.write_str("the guard provides no such object"),
            Self::NoGate => f.write_str("no gate in the app's data"),
            Self::BadInput(problem) => write!(f, "bad input: {}", problem.detail()),
        }
    }
}

/// The default answer, for a rejection that a handler returns; the app words it as it words the
/// gate's own.
impl ResponseError for Rejection {
    fn status_code(&self) -> StatusCode {
        self.problem().status()
    }

    fn error_response(&self) -> HttpResponse {
        self.problem().respond()
    }
}
