//! Finding the principal: once a request, whatever asks.

use actix_web::{HttpMessage as _, HttpRequest};
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared};

use crate::authn::{Authentication, Outcome, Refusal};
use crate::security::Security;
use crate::vocabulary::Vocabulary;

/// Who the request acts for, or the one running attempt to find out.
pub(super) enum Identity<V: Vocabulary> {
    Known(Outcome<V>),
    Asking(Shared<LocalBoxFuture<'static, Outcome<V>>>),
}

impl<V: Vocabulary> Clone for Identity<V> {
    fn clone(&self) -> Self {
        match self {
            Self::Known(outcome) => Self::Known(outcome.clone()),
            Self::Asking(attempt) => Self::Asking(attempt.clone()),
        }
    }
}

impl<V: Vocabulary> Identity<V> {
    /// Starts the authentication of `request`, or joins the one that was started before.
    pub(super) fn of(request: &HttpRequest, security: &Security<V>) -> Self {
        if let Some(identity) = Self::recall(request) {
            return identity;
        }
        let identity = begin(request, security);
        request.extensions_mut().insert(identity.clone());
        identity
    }

    /// The authentication that was started for `request`, if anything asked for it.
    pub(super) fn recall(request: &HttpRequest) -> Option<Self> {
        let extensions = request.extensions();
        match extensions.get::<Self>()? {
            Self::Known(outcome) => Some(Self::Known(outcome.clone())),
            Self::Asking(attempt) => Some(match attempt.peek() {
                Some(outcome) => Self::Known(outcome.clone()),
                None => Self::Asking(attempt.clone()),
            }),
        }
    }

    pub(super) async fn outcome(self) -> Outcome<V> {
        match self {
            Self::Known(outcome) => outcome,
            Self::Asking(attempt) => attempt.await,
        }
    }
}

fn begin<V: Vocabulary>(request: &HttpRequest, security: &Security<V>) -> Identity<V> {
    let mut found = Outcome::Anonymous;
    let mut pending = Vec::new();
    for authenticator in security.authenticators() {
        match authenticator.authenticate(request) {
            Authentication::Done(outcome) => found = join(found, outcome),
            Authentication::Pending(outcome) => pending.push(outcome),
        }
    }
    if pending.is_empty() {
        return Identity::Known(found);
    }
    let limit = security.decision_timeout();
    let attempt = async move {
        let ask_all = async {
            for outcome in pending {
                found = join(found, outcome.await);
            }
            found
        };
        match actix_web::rt::time::timeout(limit, ask_all).await {
            Ok(outcome) => outcome,
            Err(_) => Outcome::Unavailable(crate::Outage::of("authentication")),
        }
    };
    Identity::Asking(attempt.boxed_local().shared())
}

/// Two credentials are one too many (RFC 6750 section 2), whatever each of them is worth.
fn join<V: Vocabulary>(first: Outcome<V>, second: Outcome<V>) -> Outcome<V> {
    match (first, second) {
        (Outcome::Anonymous, outcome) | (outcome, Outcome::Anonymous) => outcome,
        _ => Outcome::Refused(Refusal::invalid_request("two credentials")),
    }
}
