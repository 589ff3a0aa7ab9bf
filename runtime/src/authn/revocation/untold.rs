//! `Untold`: revocations that the store has not taken yet, so that other nodes may not know them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::{Revocation, Target};

/// Of several of one target the last one counts, with the latest end.
#[derive(Debug, Default)]
pub(super) struct Untold(Mutex<HashMap<Target, Revocation>>);

impl Untold {
    pub(super) fn add(&self, revocation: Revocation) {
        self.lock()
            .entry(revocation.target.clone())
            .and_modify(|untold| {
                untold.at = untold.at.max(revocation.at);
                untold.until = untold.until.max(revocation.until);
            })
            .or_insert(revocation);
    }

    /// The store has taken `revocation`; another one of its target is still to be told.
    pub(super) fn told(&self, revocation: &Revocation) {
        let mut untold = self.lock();
        if untold.get(&revocation.target) == Some(revocation) {
            untold.remove(&revocation.target);
        }
    }

    /// Some of them.
    pub(super) fn some(&self, count: usize) -> Vec<Revocation> {
        self.lock().values().take(count).cloned().collect()
    }

    /// Forgets those that were over at `before`.
    pub(super) fn purge(&self, before: SystemTime) {
        self.lock().retain(|_, revocation| revocation.until > before);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Target, Revocation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
