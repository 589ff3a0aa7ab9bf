//! `Security`: what an app authenticates with and how it answers, built once and shared.

use core::fmt;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretSlice;

use crate::allowlist::CursorKey;
use crate::audit::Audit;
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
    audit: Audit,
    decision_timeout: Duration,
    /// Set when it is built.
    cursor_key: Option<CursorKey>,
}

impl<P: Vocabulary> Security<P> {
    /// Starts a configuration.
    pub fn builder() -> SecurityBuilder<P> {
        SecurityBuilder {
            parts: Parts {
                authenticators: Vec::new(),
                answers: Box::new(ProblemDocuments),
                audit: Audit::tracing(),
                decision_timeout: Duration::from_secs(5),
                cursor_key: None,
            },
            cursor_key: None,
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

    pub(crate) fn audit(&self) -> &Audit {
        &self.parts.audit
    }

    pub(crate) fn decision_timeout(&self) -> Duration {
        self.parts.decision_timeout
    }

    pub(crate) fn cursor_key(&self) -> Option<&CursorKey> {
        self.parts.cursor_key.as_ref()
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
    cursor_key: Option<SecretSlice<u8>>,
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

    /// Where audit events go; to `tracing` unless set.
    pub fn audit(mut self, audit: Audit) -> Self {
        self.parts.audit = audit;
        self
    }

    /// How long authentication, and then the checks of a policy, may take before the request is
    /// answered 503. Five seconds unless set.
    pub fn decision_timeout(mut self, limit: Duration) -> Self {
        self.parts.decision_timeout = limit;
        self
    }

    /// What the cursors of lists are signed with: at least 32 random bytes, the same on every node.
    /// Unless set, each [`Security`] makes a key of its own: its cursors end with the process, and
    /// another node refuses them.
    pub fn cursor_key(mut self, key: SecretSlice<u8>) -> Self {
        self.cursor_key = Some(key);
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
        let cursor_key = match self.cursor_key {
            Some(key) => CursorKey::new(key).ok_or(SecurityError::ShortCursorKey)?,
            None => CursorKey::random().ok_or(SecurityError::NoRandomness)?,
        };
        Ok(Security { parts: Arc::new(Parts { cursor_key: Some(cursor_key), ..self.parts }) })
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
    /// The key for cursors could be guessed.
    #[error("the cursor key is shorter than 32 bytes: set random ones with `.cursor_key(..)`")]
    ShortCursorKey,
    /// The system gives no random bytes for the key of cursors.
    #[error("no random bytes for the cursor key: set one with `.cursor_key(..)`")]
    NoRandomness,
}
