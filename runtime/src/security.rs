//! `Security`: what an app authenticates with and how it answers, built once and shared.

use core::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::authn::Authenticator;
use crate::problem::{Answers, ProblemDocuments};
use crate::vocabulary::Vocabulary;

/// The security of an app. Cheap to clone; every worker of a server shares one.
pub struct Security<P: Vocabulary> {
    parts: Arc<Parts<P>>,
}

struct Parts<P: Vocabulary> {
    authenticators: Vec<Box<dyn Authenticator<P>>>,
    answers: Box<dyn Answers>,
    decision_timeout: Duration,
}

impl<P: Vocabulary> Security<P> {
    /// Starts a configuration.
    pub fn builder() -> SecurityBuilder<P> {
        SecurityBuilder {
            parts: Parts {
                authenticators: Vec::new(),
                answers: Box::new(ProblemDocuments),
                decision_timeout: Duration::from_secs(5),
            },
        }
    }

    pub(crate) fn authenticators(&self) -> impl Iterator<Item = &dyn Authenticator<P>> {
        self.parts.authenticators.iter().map(AsRef::as_ref)
    }

    /// Whether both are one, and not merely alike.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.parts, &other.parts)
    }

    pub(crate) fn answers(&self) -> &dyn Answers {
        self.parts.answers.as_ref()
    }

    pub(crate) fn decision_timeout(&self) -> Duration {
        self.parts.decision_timeout
    }
}

impl<P: Vocabulary> Clone for Security<P> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

impl<P: Vocabulary> fmt::Debug for Security<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Security")
            .field("authenticators", &self.parts.authenticators.len())
            .field("decision_timeout", &self.parts.decision_timeout)
            .finish_non_exhaustive()
    }
}

/// Configures a [`Security`].
#[must_use]
pub struct SecurityBuilder<P: Vocabulary> {
    parts: Parts<P>,
}

impl<P: Vocabulary> SecurityBuilder<P> {
    /// Adds an authenticator, one for each kind of credential: bearer tokens, API keys, sessions. A
    /// request with something to say to two of them carries two credentials and is refused, so two
    /// that read the same header refuse everything.
    pub fn authenticator(mut self, authenticator: impl Authenticator<P>) -> Self {
        self.parts.authenticators.push(Box::new(authenticator));
        self
    }

    /// Replaces the wording of refusals.
    pub fn answers(mut self, answers: impl Answers) -> Self {
        self.parts.answers = Box::new(answers);
        self
    }

    /// How long authentication, and then the checks of a policy, may take before the request is
    /// answered 503. Five seconds unless set.
    pub fn decision_timeout(mut self, limit: Duration) -> Self {
        self.parts.decision_timeout = limit;
        self
    }

    /// The finished configuration.
    ///
    /// # Errors
    /// [`SecurityError`] names what is missing or contradictory.
    pub fn build(self) -> Result<Security<P>, SecurityError> {
        if self.parts.authenticators.is_empty() {
            return Err(SecurityError::NoAuthenticator);
        }
        if self.parts.decision_timeout.is_zero() {
            return Err(SecurityError::NoTimeToDecide);
        }
        Ok(Security { parts: Arc::new(self.parts) })
    }
}

/// Why a [`Security`] cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SecurityError {
    /// No way to authenticate: every guarded route would refuse everybody.
    #[error("no authenticator: add one with `.authenticator(..)`")]
    NoAuthenticator,
    /// The time limit is zero: nothing that has to wait could be decided.
    #[error("the decision timeout is zero: set a longer one with `.decision_timeout(..)`")]
    NoTimeToDecide,
}
