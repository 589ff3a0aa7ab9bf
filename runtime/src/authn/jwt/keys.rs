//! `Keys`: the key set of the moment, which can be replaced while the app runs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::{ArcSwapOption, Guard};
use futures_util::future::BoxFuture;

use super::key_set::KeySet;

/// The keys that tokens are verified with now; none while they were not fetched yet.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    current: ArcSwapOption<Generation>,
    replaced: AtomicU64,
}

/// A key set and its number. What was verified under another number is verified anew.
#[derive(Debug)]
pub(crate) struct Generation {
    pub(crate) epoch: u64,
    pub(super) keys: Arc<KeySet>,
}

/// Fetches keys that a token names and nobody has.
pub(crate) trait Refresher: core::fmt::Debug + Send + Sync {
    /// Ready once the keys were asked for anew; `None` when they were asked for too short a time ago.
    fn refresh(&self) -> Option<BoxFuture<'static, ()>>;

    /// Where keys come from, in words, and ways around a rule on that way.
    fn describe(&self) -> (String, Vec<String>);
}

impl Keys {
    /// Keys that are known from the start.
    pub(super) fn of(keys: KeySet) -> Self {
        let this = Self::default();
        this.replace(keys);
        this
    }

    /// The present keys; `None` while there are none yet.
    pub(crate) fn current(&self) -> Guard<Option<Arc<Generation>>> {
        self.current.load()
    }

    /// Forgets the present keys: every later token waits for new ones.
    #[cfg(feature = "jwks")]
    pub(crate) fn clear(&self) {
        self.current.store(None);
    }

    /// Puts `keys` in the place of the present ones, for every later token.
    pub(super) fn replace(&self, keys: KeySet) {
        let keys = Arc::new(keys);
        self.current.store(Some(Arc::new(Generation { epoch: self.next_epoch(), keys })));
    }

    /// Gives the present keys another number, so that everything is verified anew.
    pub(crate) fn renumber(&self) {
        self.current.rcu(|current| {
            let keys = Arc::clone(&current.as_ref()?.keys);
            Some(Arc::new(Generation { epoch: self.next_epoch(), keys }))
        });
    }

    /// No two generations have the same.
    fn next_epoch(&self) -> u64 {
        self.replaced.fetch_add(1, Ordering::Relaxed)
    }
}
