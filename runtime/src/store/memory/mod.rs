//! Stores in the memory of the process: for a single node that may forget at a restart.

use core::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::ready;

use super::Answer;

mod api_keys;
mod refresh;
mod revocations;
mod sessions;

use api_keys::ApiKeys;
use refresh::Families;
use revocations::Revoked;
use sessions::Sessions;

/// All stores in memory. Cheap to clone; clones are one store.
#[derive(Clone, Default)]
pub struct MemoryStore {
    inner: Arc<Inner>,
}

#[derive(Default)]
struct Inner {
    sessions: Mutex<Sessions>,
    families: Mutex<Families>,
    api_keys: Mutex<ApiKeys>,
    revoked: Mutex<Revoked>,
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

/// Nothing of what it keeps.
impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

/// Every change is whole before the lock is released, so a panic elsewhere leaves nothing half done.
fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn answered<T: Send + 'static>(answer: T) -> Answer<'static, T> {
    ready(Ok(answer)).boxed()
}
