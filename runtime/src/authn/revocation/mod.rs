//! Revocation: credentials that are no longer good although they have not expired.
//!
//! [`Revocations`] is asked about every credential that Portcullis verifies, also about those whose
//! verification is cached. What is revoked in this process holds from the next question on.
//!
//! # Several nodes
//! With [`Revocations::shared`] nodes tell each other by a [`RevocationStore`]. Each node asks the store
//! for news four times within the bound, one second unless set, and answers from what it knows only
//! while the last answer was asked for no longer ago than the bound. So no node accepts a credential
//! longer than the bound after [`revoke`](Revocations::revoke) has answered `Ok`, whatever fails: a
//! node that hears nothing knows that it does, and refuses with 503 or does what
//! [`WhenStale`] says. Time is measured by a monotonic clock; while the whole machine sleeps it
//! stands still, so that what was revoked meanwhile may be accepted for the bound after it wakes.
//!
//! A node that starts knows nothing before its first answer from the store, and then everything that
//! still matters.
//!
//! # Caches
//! Who remembers that a credential was good asks again whether it still is, at every use:
//!
//! ```text
//! let version = revocations.version();          // before the standing is asked for
//! if revocations.standing(&presented) == Standing::Good { remember(version) }
//! ..
//! if revocations.is_unchanged_since(version) { serve } else { ask for the standing again }
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use crate::background::Background;
use crate::clock::{Clock, SystemClock};
use crate::outage::Outage;
use crate::principal::{CredentialKind, Principal};
use crate::store::RevocationStore;
use crate::vocabulary::Vocabulary;

mod acts;
mod feed;
mod freshness;
mod index;
mod shared;
#[cfg(test)]
mod tests;
mod untold;

use freshness::Freshness;
use index::Index;
pub use shared::{SharedRevocationsBuilder, SharedRevocationsError, WhenStale};
use untold::Untold;

/// How long a revocation is kept unless it says itself: 30 days.
/// Longer than anything that is issued here lasts, where only this process has to remember it.
const LONGEST: Duration = Duration::from_hours(401 * 24);

const LIFETIME: Duration = Duration::from_hours(30 * 24);

/// After how many revocations a single node forgets what is over.
const FORGET_EVERY: u64 = 1024;

/// How much longer than its `until` a revocation is kept: verifiers may allow five minutes after the
/// end of a token, and the clocks of nodes may differ.
pub(crate) const MARGIN: Duration = Duration::from_mins(10);

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
    known: Arc<Known>,
    /// Ends with the last clone.
    _feed: Option<Arc<Background>>,
}

#[derive(Debug)]
struct Known {
    index: Index,
    /// Grows with every revocation, after it holds.
    version: AtomicU64,
    clock: Arc<dyn Clock>,
    lifetime: Duration,
    shared: Option<Shared>,
}

/// What several nodes need.
struct Shared {
    store: Arc<dyn RevocationStore>,
    freshness: Freshness,
    untold: Untold,
    bound: Duration,
}

impl Revocations {
    /// Of this process alone: for a single node. A restart forgets them.
    pub fn in_process() -> Self {
        let known = Known {
            index: Index::default(),
            version: AtomicU64::new(0),
            clock: Arc::new(SystemClock),
            lifetime: LONGEST,
            shared: None,
        };
        Self { known: Arc::new(known), _feed: None }
    }

    /// Starts a configuration for several nodes, which tell each other by `store`.
    pub fn shared(store: impl RevocationStore) -> SharedRevocationsBuilder {
        SharedRevocationsBuilder::new(Arc::new(store))
    }

    /// Lets `revocation` hold in this process from now on. Other nodes are not told.
    pub fn apply(&self, revocation: &Revocation) {
        self.known.apply(revocation);
    }

    /// Whether a credential is still good. One that is known to be revoked is so also while news are
    /// missing.
    pub fn standing(&self, presented: &Presented<'_>) -> Standing {
        // Before the index is looked at, which holds all that the last answer told.
        let is_current = self.is_current();
        if self.known.index.revokes(presented) {
            Standing::Revoked
        } else if is_current {
            Standing::Good
        } else {
            Standing::Unknown(Outage::of("the revocation store"))
        }
    }

    /// A number that is another one once anything was revoked. Who read it before asking for a
    /// standing need not ask again while [`is_unchanged_since`](Self::is_unchanged_since) says so.
    pub fn version(&self) -> u64 {
        self.known.version.load(Ordering::Acquire)
    }

    /// Whether a standing of [`Standing::Good`] that was asked for after reading `version` still
    /// holds: nothing was revoked since, and news are not missing for longer than is allowed. Costs
    /// two loads and, with several nodes, a look at the clock.
    #[must_use]
    pub fn is_unchanged_since(&self, version: u64) -> bool {
        // In this order: news are counted before the answer that brought them.
        self.is_current() && self.version() == version
    }

    /// Waits until it is known what other nodes revoked, for at most `limit`; tells whether it is. Until
    /// then every credential is answered 503.
    pub async fn wait_until_known(&self, limit: Duration) -> bool {
        match &self.known.shared {
            None => true,
            Some(shared) => shared.freshness.wait(limit).await,
        }
    }

    /// Forgets what has expired ten minutes before `now`. It happens by itself too: every minute on
    /// nodes that share a store, at every 1024th revocation on a single one.
    pub fn purge(&self, now: SystemTime) {
        self.known.purge(now);
    }

    fn is_current(&self) -> bool {
        self.known.shared.as_ref().is_none_or(|shared| shared.freshness.is_current())
    }
}

impl Known {
    fn apply(&self, revocation: &Revocation) {
        if !self.index.insert(revocation) {
            return;
        }
        let version = self.version.fetch_add(1, Ordering::Release);
        // Nodes that share have a thread for it.
        if self.shared.is_none() && version % FORGET_EVERY == FORGET_EVERY - 1 {
            self.purge(self.clock.now());
        }
    }

    fn purge(&self, now: SystemTime) {
        if let Some(before) = now.checked_sub(MARGIN) {
            self.index.purge(before);
        }
    }
}

impl core::fmt::Debug for Shared {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Shared").field("bound", &self.bound).finish_non_exhaustive()
    }
}
