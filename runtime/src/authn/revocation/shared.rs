//! `SharedRevocationsBuilder`: the configuration of revocations that several nodes share.

use core::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::feed;
use super::freshness::Freshness;
use super::index::Index;
use super::untold::Untold;
use super::{Known, LIFETIME, Revocations, Shared};
use crate::audit::Audit;
use crate::background::Background;
use crate::clock::{Clock, SystemClock};
use crate::store::RevocationStore;

/// What a node does that has heard nothing from the store for longer than the bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum WhenStale {
    /// Every credential is answered 503. The default.
    #[default]
    Deny,
    /// Credentials are judged by what is known, for at most this long after the bound; then they are
    /// answered 503. What other nodes revoke meanwhile is accepted here. Never before the first
    /// answer of the store.
    ServeAtMost(Duration),
}

/// Configures revocations that several nodes share; started by [`Revocations::shared`].
///
/// ```no_run
/// use std::time::Duration;
///
/// use portcullis::authn::revocation::{Revocations, SharedRevocationsError, WhenStale};
/// use portcullis::store::MemoryStore;
///
/// # fn start() -> Result<(), SharedRevocationsError> {
/// let revocations = Revocations::shared(MemoryStore::new())
///     .bound(Duration::from_secs(2))
///     .when_stale(WhenStale::ServeAtMost(Duration::from_secs(30)))
///     .build()?;
/// # drop(revocations);
/// # Ok(())
/// # }
/// ```
#[must_use]
pub struct SharedRevocationsBuilder {
    store: Arc<dyn RevocationStore>,
    bound: Duration,
    when_stale: WhenStale,
    audit: Audit,
    clock: Arc<dyn Clock>,
    lifetime: Duration,
}

impl SharedRevocationsBuilder {
    pub(super) fn new(store: Arc<dyn RevocationStore>) -> Self {
        Self {
            store,
            bound: Duration::from_secs(1),
            when_stale: WhenStale::Deny,
            audit: Audit::tracing(),
            clock: Arc::new(SystemClock),
            lifetime: LIFETIME,
        }
    }

    /// How long another node may still accept a credential after [`revoke`](Revocations::revoke) has
    /// answered: 100 ms to a minute. The default is a second. The store is asked four times as often.
    pub fn bound(mut self, bound: Duration) -> Self {
        self.bound = bound;
        self
    }

    /// What happens when the store has not answered for longer than the bound. The default is
    /// [`WhenStale::Deny`]. Either way an audit event `sys_monitor_disabled` is recorded once, and
    /// `sys_monitor_enabled` when the store answers again.
    pub fn when_stale(mut self, mode: WhenStale) -> Self {
        self.when_stale = mode;
        self
    }

    /// Where audit events go; to `tracing` unless set.
    pub fn audit(mut self, audit: Audit) -> Self {
        self.audit = audit;
        self
    }

    /// What the time of revocations is read from, and when they are over. The default is
    /// [`SystemClock`]. The bound does not depend on it.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The longest time that any credential is good for, by which revocations of sessions, subjects
    /// and keys are kept. The default is 30 days. A credential that lasts longer is good again
    /// afterwards.
    pub fn max_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// Starts the thread that asks the store. It ends with the last clone of the revocations.
    ///
    /// # Errors
    /// [`SharedRevocationsError`] names what is wrong.
    pub fn build(self) -> Result<Revocations, SharedRevocationsError> {
        if !(Duration::from_millis(100)..=Duration::from_mins(1)).contains(&self.bound) {
            return Err(SharedRevocationsError::Bound);
        }
        if self.lifetime.is_zero() {
            return Err(SharedRevocationsError::NoLifetime);
        }
        let extra = match self.when_stale {
            WhenStale::Deny => Duration::ZERO,
            WhenStale::ServeAtMost(Duration::ZERO) => {
                return Err(SharedRevocationsError::ServeAtMostNothing);
            }
            WhenStale::ServeAtMost(extra) => extra,
        };
        let known = Arc::new(Known {
            index: Index::default(),
            version: AtomicU64::new(0),
            clock: self.clock,
            lifetime: self.lifetime,
            shared: Some(Shared {
                store: self.store,
                freshness: Freshness::new(self.bound, extra, self.audit),
                untold: Untold::default(),
                bound: self.bound,
            }),
        });
        let listening = Arc::clone(&known);
        let feed = Background::start("portcullis-revocations", move || feed::run(listening))
            .map_err(|_| SharedRevocationsError::NoThread)?;
        Ok(Revocations { known, _feed: Some(Arc::new(feed)) })
    }
}

impl fmt::Debug for SharedRevocationsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedRevocationsBuilder")
            .field("bound", &self.bound)
            .field("when_stale", &self.when_stale)
            .field("max_lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

/// Why shared revocations cannot be started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SharedRevocationsError {
    /// The bound is too short to be kept, or so long that it is none.
    #[error("the bound is not between 100 ms and a minute: set another one with `.bound(..)`")]
    Bound,
    /// Revocations would be forgotten at once.
    #[error("the maximum lifetime is zero: set the longest one with `.max_lifetime(..)`")]
    NoLifetime,
    /// Serving for no time is denying.
    #[error("`ServeAtMost` of no time: use `WhenStale::Deny`")]
    ServeAtMostNothing,
    /// The system gives no thread to ask the store from.
    #[error("no thread to ask the revocation store from")]
    NoThread,
}
