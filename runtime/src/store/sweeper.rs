//! `Sweeper`: forgets what is over, now and then.

use core::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use tokio::runtime::Handle;
use tokio::task::AbortHandle;

use super::{RefreshStore, RevocationStore, SessionStore, StoreError};
use crate::authn::revocation::MARGIN;
use crate::clock::{Clock, SystemClock};

/// Purges stores again and again until it is dropped.
///
/// What is over is refused whether it was purged or not; without a sweeper a store only grows. Where
/// several nodes share a store, each may have one. It is a task of the runtime that starts it, best
/// that of `main`, whose connections the stores use.
///
/// ```
/// # async fn start() -> std::io::Result<()> {
/// use portcullis::store::{MemoryStore, Sweeper};
///
/// let store = MemoryStore::new();
/// let sweeper = Sweeper::builder()
///     .sessions(store.clone())
///     .refresh(store.clone())
///     .revocations(store)
///     .start()?;
/// # drop(sweeper);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "it stops when it is dropped"]
pub struct Sweeper {
    task: AbortHandle,
}

impl Sweeper {
    /// A sweeper of nothing yet, which works every ten minutes.
    pub fn builder() -> SweeperBuilder {
        SweeperBuilder {
            purges: Vec::new(),
            every: Duration::from_mins(10),
            clock: Arc::new(SystemClock),
        }
    }
}

impl Drop for Sweeper {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Purge = Box<dyn Fn(SystemTime) -> BoxFuture<'static, Result<u64, StoreError>> + Send + Sync>;

/// What a [`Sweeper`] is to do.
#[must_use]
pub struct SweeperBuilder {
    purges: Vec<(&'static str, Purge)>,
    every: Duration,
    clock: Arc<dyn Clock>,
}

impl SweeperBuilder {
    /// Purges these sessions.
    pub fn sessions(self, store: impl SessionStore) -> Self {
        self.with("sessions", store, |store, now| async move { store.purge(now).await }.boxed())
    }

    /// Purges these families of refresh tokens.
    pub fn refresh(self, store: impl RefreshStore) -> Self {
        self.with("families of refresh tokens", store, |store, now| {
            async move { store.purge(now).await }.boxed()
        })
    }

    /// Purges these revocations.
    pub fn revocations(self, store: impl RevocationStore) -> Self {
        self.with("revocations", store, |store, now| {
            // As long as nodes remember them, for verifiers that allow for clocks.
            let before = now.checked_sub(MARGIN).unwrap_or(SystemTime::UNIX_EPOCH);
            async move { store.purge(before).await }.boxed()
        })
    }

    /// Works at the start and then after each such time.
    pub fn every(mut self, time: Duration) -> Self {
        self.every = time;
        self
    }

    /// Asks this clock what is over.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// When the time between two rounds is zero, or no runtime of tokio runs here.
    pub fn start(self) -> io::Result<Sweeper> {
        if self.every.is_zero() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the time between two rounds of a sweeper is zero",
            ));
        }
        let runtime = Handle::try_current().map_err(io::Error::other)?;
        Ok(Sweeper { task: runtime.spawn(self.work()).abort_handle() })
    }

    fn with<S: Send + Sync + 'static>(
        mut self,
        what: &'static str,
        store: S,
        purge: fn(Arc<S>, SystemTime) -> BoxFuture<'static, Result<u64, StoreError>>,
    ) -> Self {
        let store = Arc::new(store);
        self.purges.push((what, Box::new(move |now| purge(Arc::clone(&store), now))));
        self
    }

    async fn work(self) {
        loop {
            for (what, purge) in &self.purges {
                match purge(self.clock.now()).await {
                    Ok(purged) => tracing::debug!(what, purged, "purged a store"),
                    // The next round tries again; nothing is good for longer by that.
                    Err(error) => tracing::warn!(what, %error, "a store was not purged"),
                }
            }
            tokio::time::sleep(self.every).await;
        }
    }
}

impl fmt::Debug for SweeperBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SweeperBuilder").field("every", &self.every).finish_non_exhaustive()
    }
}
