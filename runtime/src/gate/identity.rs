//! Finding the principal: once a request, whatever asks.

use actix_web::{HttpMessage as _, HttpRequest};
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, Shared, WeakShared};

use super::Rejection;
use crate::authn::{Authentication, Outcome, Refusal};
use crate::outage::Outage;
use crate::security::Security;
use crate::vocabulary::Vocabulary;

type Attempt<V> = LocalBoxFuture<'static, Outcome<V>>;

/// Who the request acts for, or the one running attempt to find out.
pub(super) enum Identity<V: Vocabulary> {
    Known(Outcome<V>),
    Asking(Shared<Attempt<V>>),
}

/// What a request remembers of its authentication.
struct Memo<V: Vocabulary> {
    /// Who asked: what one security found is nothing to another.
    security: Security<V>,
    state: State<V>,
}

enum State<V: Vocabulary> {
    Known(Outcome<V>),
    /// Weak, because the attempt may own the request: an abandoned one must not keep both alive.
    Asking(WeakShared<Attempt<V>>),
}

impl<V: Vocabulary> Identity<V> {
    /// Starts the authentication of `request`, or joins the one that was started before.
    pub(super) fn of(request: &HttpRequest, security: &Security<V>) -> Self {
        if let Some(identity) = Self::recall(request, security) {
            return identity;
        }
        let identity = begin(request, security);
        match &identity {
            Self::Known(outcome) => remember(request, security, State::Known(outcome.clone())),
            Self::Asking(attempt) => {
                if let Some(attempt) = attempt.downgrade() {
                    remember(request, security, State::Asking(attempt));
                }
            }
        }
        identity
    }

    /// What is known once nothing has to be waited for any more.
    pub(super) async fn outcome(self, request: &HttpRequest, security: &Security<V>) -> Outcome<V> {
        match self {
            Self::Known(outcome) => outcome,
            Self::Asking(attempt) => {
                let outcome = attempt.await;
                remember(request, security, State::Known(outcome.clone()));
                outcome
            }
        }
    }

    fn recall(request: &HttpRequest, security: &Security<V>) -> Option<Self> {
        let extensions = request.extensions();
        let memo = extensions.get::<Memo<V>>().filter(|memo| memo.security.is(security))?;
        match &memo.state {
            State::Known(outcome) => Some(Self::Known(outcome.clone())),
            State::Asking(attempt) => attempt.upgrade().map(Self::Asking),
        }
    }
}

/// Why the credential of `request` is no good, if anything asked about it.
pub(super) fn refusal_on_record<V: Vocabulary>(
    request: &HttpRequest,
    security: &Security<V>,
) -> Option<Rejection> {
    let extensions = request.extensions();
    let memo = extensions.get::<Memo<V>>().filter(|memo| memo.security.is(security))?;
    match &memo.state {
        State::Known(outcome @ (Outcome::Refused(_) | Outcome::Unavailable(_))) => {
            Some(Rejection::of_outcome(outcome.clone()))
        }
        _ => None,
    }
}

fn remember<V: Vocabulary>(request: &HttpRequest, security: &Security<V>, state: State<V>) {
    request.extensions_mut().insert(Memo { security: security.clone(), state });
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
            Err(_) => Outcome::Unavailable(Outage::of("authentication")),
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
