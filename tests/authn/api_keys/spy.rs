//! `Spy`: the store in memory, which counts what it is asked and can fall silent.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use futures_util::FutureExt as _;
use portcullis::store::{
    Answer, ApiKeyRecord, ApiKeyStore, ApiKeyUse, Digest, MemoryStore, StoreError,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Answers,
    Fails,
    Hangs,
    /// Does what it is asked, and never says so.
    DoesAndHangs,
    /// Answers after the caller was polled once more, so that callers overlap.
    Dawdles,
    /// Takes no uses, and answers otherwise.
    TakesNoUses,
    /// Answers every question about a digest with the first key it was given.
    Confuses,
}

#[derive(Clone)]
pub struct Spy {
    pub memory: MemoryStore,
    finds: Arc<AtomicUsize>,
    given: Arc<Mutex<Vec<ApiKeyRecord>>>,
    mood: Arc<Mutex<Mood>>,
    /// How many uses each writing held.
    pub batches: Arc<Mutex<Vec<usize>>>,
}

impl Spy {
    pub fn new() -> Self {
        Self {
            memory: MemoryStore::new(),
            finds: Arc::default(),
            given: Arc::default(),
            mood: Arc::new(Mutex::new(Mood::Answers)),
            batches: Arc::default(),
        }
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    /// How many keys were looked up so far.
    pub fn finds(&self) -> usize {
        self.finds.load(Ordering::SeqCst)
    }

    pub fn given(&self) -> Vec<ApiKeyRecord> {
        self.given.lock().unwrap().clone()
    }

    fn answers<'a, T: Send + 'a>(
        &self,
        answer: impl FnOnce() -> Answer<'a, T> + Send + 'a,
    ) -> Answer<'a, T> {
        let mood = *self.mood.lock().unwrap();
        async move {
            match mood {
                Mood::Answers | Mood::TakesNoUses | Mood::Confuses => answer().await,
                Mood::Fails => Err(StoreError::new("spy", "it was told to fail")),
                Mood::Hangs => std::future::pending().await,
                Mood::DoesAndHangs => {
                    answer().await?;
                    std::future::pending().await
                }
                Mood::Dawdles => {
                    tokio::task::yield_now().await;
                    answer().await
                }
            }
        }
        .boxed()
    }
}

impl ApiKeyStore for Spy {
    fn create(&self, key: ApiKeyRecord) -> Answer<'_, ()> {
        self.given.lock().unwrap().push(key.clone());
        self.answers(|| self.memory.create(key))
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<ApiKeyRecord>> {
        self.finds.fetch_add(1, Ordering::SeqCst);
        if *self.mood.lock().unwrap() == Mood::Confuses {
            let first = self.given().first().cloned();
            return async move { Ok(first) }.boxed();
        }
        self.answers(move || self.memory.find(digest))
    }

    fn list<'a>(&'a self, owner: &'a str) -> Answer<'a, Vec<ApiKeyRecord>> {
        self.answers(|| self.memory.list(owner))
    }

    fn rotate<'a>(
        &'a self,
        old: &'a str,
        until: SystemTime,
        key: ApiKeyRecord,
    ) -> Answer<'a, bool> {
        self.given.lock().unwrap().push(key.clone());
        self.answers(move || self.memory.rotate(old, until, key))
    }

    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str, at: SystemTime) -> Answer<'a, bool> {
        self.answers(move || self.memory.revoke(owner, id, at))
    }

    fn revoke_all<'a>(&'a self, owner: &'a str, at: SystemTime) -> Answer<'a, Vec<String>> {
        self.answers(move || self.memory.revoke_all(owner, at))
    }

    fn record_uses<'a>(&'a self, uses: &'a [ApiKeyUse]) -> Answer<'a, ()> {
        self.batches.lock().unwrap().push(uses.len());
        if *self.mood.lock().unwrap() == Mood::TakesNoUses {
            return async { Err(StoreError::new("spy", "it takes no uses")) }.boxed();
        }
        self.answers(move || self.memory.record_uses(uses))
    }
}
