//! Revocation: credentials that are no longer good although they have not expired.
//!
//! [`Revocations`] is asked about every credential that Portcullis verifies, also about those whose
//! verification is cached. What is revoked in this process holds from the next question on.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use crate::outage::Outage;
use crate::principal::{CredentialKind, Principal};
use crate::vocabulary::Vocabulary;

mod index;

use index::Index;

/// What is revoked.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The token with this `jti`.
    Token(String),
    /// The session with this handle, or the family of refresh tokens with this id and every access
    /// token that came from it (`sid`).
    Session(String),
    /// Every credential of this subject that was issued up to the time of the revocation.
    Subject(String),
    /// The API key with this id.
    Key(String),
}

/// One act of revoking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// What is revoked.
    pub target: Target,
    /// When. For a subject, what was issued later is good. Times of issue are whole seconds in a
    /// token, so one that is issued in the same second is refused too.
    pub at: SystemTime,
    /// When every credential that it names has expired, so that it can be forgotten.
    pub until: SystemTime,
}

/// What a verified credential says about itself.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    /// Who it is about.
    pub subject: &'a str,
    /// Its `jti`, if it is a token that has one.
    pub token: Option<&'a str>,
    /// The session or the family that it is of or came from.
    pub session: Option<&'a str>,
    /// Its id, if it is an API key.
    pub key: Option<&'a str>,
    /// When it was issued. One that does not say is refused once its subject is revoked.
    pub issued_at: Option<SystemTime>,
}

impl<'a> Presented<'a> {
    /// What the credential of `principal` says.
    pub fn by<P: Vocabulary>(principal: &'a Principal<P>) -> Self {
        let credential = principal.credential();
        let id = |kind| (credential.kind() == kind).then(|| credential.id()).flatten();
        Self {
            subject: principal.subject(),
            token: id(CredentialKind::BearerToken),
            session: credential.session(),
            key: id(CredentialKind::ApiKey),
            issued_at: credential.issued_at(),
        }
    }
}

/// Whether a credential is still good.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Standing {
    /// Nothing revokes it.
    Good,
    /// It is revoked.
    Revoked,
    /// It cannot be told now. Never treated as good.
    Unknown(Outage),
}

/// What is revoked, as far as this process knows. Cheap to clone; clones share what they know.
#[derive(Clone, Debug)]
pub struct Revocations {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    index: Index,
    /// Grows with every revocation, after it holds.
    version: AtomicU64,
}

impl Revocations {
    /// Of this process alone: for a single node. A restart forgets them.
    pub fn in_process() -> Self {
        Self { inner: Arc::new(Inner { index: Index::default(), version: AtomicU64::new(0) }) }
    }

    /// Lets `revocation` hold in this process from now on.
    pub fn apply(&self, revocation: &Revocation) {
        self.inner.index.insert(revocation);
        self.inner.version.fetch_add(1, Ordering::Release);
    }

    /// Whether a credential is still good.
    pub fn standing(&self, presented: &Presented<'_>) -> Standing {
        if self.inner.index.revokes(presented) { Standing::Revoked } else { Standing::Good }
    }

    /// A number that is another one once anything was revoked. Who read it before asking for a
    /// standing need not ask again while it is the same.
    pub(crate) fn version(&self) -> u64 {
        self.inner.version.load(Ordering::Acquire)
    }

    /// Whether a standing of [`Standing::Good`] that was asked for after reading `version` still
    /// holds.
    pub(crate) fn is_unchanged_since(&self, version: u64) -> bool {
        self.version() == version
    }

    /// Forgets what has expired by `now`.
    pub fn purge(&self, now: SystemTime) {
        self.inner.index.purge(now);
    }
}
