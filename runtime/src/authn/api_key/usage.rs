//! `Usage`: how keys are used, counted here and written in batches.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::oneshot;

use super::within;
use crate::background::Background;
use crate::outage::Outage;
use crate::store::{ApiKeyStore, ApiKeyUse};

/// How many keys are counted between two writings. A key beyond these is not counted until some
/// were written.
const MOST: usize = 100_000;

/// How many keys a store is told of at once.
const TOGETHER: usize = 1000;

/// Uses that were not written yet.
pub(super) struct Usage {
    store: Arc<dyn ApiKeyStore>,
    limit: Duration,
    counts: Mutex<Counts>,
    /// One batch is written at a time, so that who waits for a writing has waited for all before.
    writing: tokio::sync::Mutex<()>,
}

type Counts = HashMap<String, Count>;

struct Count {
    uses: u64,
    last: SystemTime,
}

impl Usage {
    pub(super) fn new(store: Arc<dyn ApiKeyStore>, limit: Duration) -> Self {
        let writing = tokio::sync::Mutex::new(());
        Self { store, limit, counts: Mutex::default(), writing }
    }

    /// Counts one use of the key with this id.
    pub(super) fn note(&self, id: &str, at: SystemTime) {
        let mut counts = self.counts();
        if let Some(count) = counts.get_mut(id) {
            count.add(1, at);
        } else if counts.len() < MOST {
            counts.insert(id.to_owned(), Count { uses: 1, last: at });
        }
    }

    /// Writes what was counted so far. What cannot be written is kept for the next time; a store that
    /// wrote it without saying so in time will have it twice.
    pub(super) async fn write(&self) -> Result<(), Outage> {
        let _turn = self.writing.lock().await;
        let mut batch = Batch { usage: self, uses: self.take() };
        while !batch.uses.is_empty() {
            let from = batch.uses.len().saturating_sub(TOGETHER);
            let uses = batch.uses.get(from..).unwrap_or_default();
            within(self.limit, "the store of API keys", self.store.record_uses(uses)).await?;
            batch.uses.truncate(from);
        }
        Ok(())
    }

    fn take(&self) -> Vec<ApiKeyUse> {
        let counts = std::mem::take(&mut *self.counts());
        counts
            .into_iter()
            .map(|(id, count)| ApiKeyUse { id, count: count.uses, last_used_at: count.last })
            .collect()
    }

    /// A count is whole before the lock is released, so a panic elsewhere leaves nothing half done.
    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Count {
    fn add(&mut self, uses: u64, last: SystemTime) {
        self.uses = self.uses.saturating_add(uses);
        self.last = self.last.max(last);
    }
}

/// Uses that are being written; what is left of them when this is dropped was not.
struct Batch<'a> {
    usage: &'a Usage,
    uses: Vec<ApiKeyUse>,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let mut counts = self.usage.counts();
        for ApiKeyUse { id, count, last_used_at } in self.uses.drain(..) {
            if let Some(known) = counts.get_mut(&id) {
                known.add(count, last_used_at);
            } else if counts.len() < MOST {
                counts.insert(id, Count { uses: count, last: last_used_at });
            }
        }
    }
}

/// Writes uses every now and then, and once more when it is dropped.
pub(super) struct Writer {
    _thread: Background,
}

impl Writer {
    pub(super) fn start(usage: &Arc<Usage>, period: Duration) -> io::Result<Self> {
        let usage = Arc::clone(usage);
        let work = move |mut stopped: oneshot::Receiver<()>| async move {
            while tokio::time::timeout(period, &mut stopped).await.is_err() {
                write_or_warn(&usage).await;
            }
            write_or_warn(&usage).await;
        };
        Ok(Self { _thread: Background::start_with_an_end("portcullis-api-key-uses", work)? })
    }
}

async fn write_or_warn(usage: &Usage) {
    if let Err(error) = usage.write().await {
        tracing::warn!(%error, "uses of API keys could not be written yet");
    }
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;
    use crate::store::{ApiKeyRecord, Digest, Environment, MemoryStore};

    fn usage_of(store: &MemoryStore) -> Usage {
        Usage::new(Arc::new(store.clone()), Duration::from_secs(5))
    }

    #[actix_web::test]
    async fn more_keys_than_one_writing_holds_are_all_written() {
        let store = MemoryStore::new();
        let usage = usage_of(&store);
        for number in 0..2500 {
            let record = ApiKeyRecord {
                id: number.to_string(),
                digest: Digest::of(&number.to_string()),
                owner: "ada".to_owned(),
                name: String::new(),
                environment: Environment::Test,
                permissions: Vec::new(),
                created_at: UNIX_EPOCH,
                expires_at: None,
                revoked_at: None,
                last_used_at: None,
                uses: 0,
            };
            store.create(record).await.unwrap();
            usage.note(&number.to_string(), UNIX_EPOCH);
        }
        usage.write().await.unwrap();
        let keys = store.list("ada").await.unwrap();
        assert!(keys.len() == 2500 && keys.iter().all(|key| key.uses == 1));
        assert!(usage.counts().is_empty());
    }

    #[test]
    fn the_number_of_counted_keys_is_bounded() {
        let usage = usage_of(&MemoryStore::new());
        for number in 0..MOST + 10 {
            usage.note(&number.to_string(), UNIX_EPOCH);
        }
        assert_eq!(usage.counts().len(), MOST);
        let batch = Batch { usage: &usage, uses: usage.take() };
        for number in 0..MOST {
            usage.note(&format!("other {number}"), UNIX_EPOCH);
        }
        drop(batch);
        assert_eq!(usage.counts().len(), MOST, "what could not be written is bounded too");
    }

    #[test]
    fn what_was_not_written_adds_up_and_time_goes_on() {
        let usage = usage_of(&MemoryStore::new());
        let later = UNIX_EPOCH + Duration::from_secs(9);
        usage.note("a", later);
        let batch = Batch { usage: &usage, uses: usage.take() };
        usage.note("a", UNIX_EPOCH);
        drop(batch);
        let written = ApiKeyUse { id: "a".to_owned(), count: 2, last_used_at: later };
        assert_eq!(usage.take(), [written]);
    }
}
