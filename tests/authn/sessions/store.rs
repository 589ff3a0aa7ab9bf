//! `Spy`: the store in memory, which notes what it is given and can fall silent.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use futures_util::FutureExt as _;
use portcullis::store::{
    Answer, Digest, MemoryStore, ProviderSession, SessionRecord, SessionStore, StoreError,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Answers,
    Fails,
    Hangs,
    /// Answers after the caller was polled some more times, so that callers overlap.
    Dawdles,
}

#[derive(Clone)]
pub struct Spy {
    pub memory: MemoryStore,
    pub given: Arc<Mutex<Vec<SessionRecord>>>,
    pub touches: Arc<AtomicUsize>,
    mood: Arc<Mutex<Mood>>,
}

impl Spy {
    pub fn new() -> Self {
        Self {
            memory: MemoryStore::new(),
            given: Arc::default(),
            touches: Arc::default(),
            mood: Arc::new(Mutex::new(Mood::Answers)),
        }
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn answers<'a, T: Send + 'a>(
        &self,
        answer: impl FnOnce() -> Answer<'a, T> + Send + 'a,
    ) -> Answer<'a, T> {
        let mood = *self.mood.lock().unwrap();
        async move {
            match mood {
                Mood::Answers => answer().await,
                Mood::Fails => Err(StoreError::new("spy", "it was told to fail")),
                Mood::Hangs => std::future::pending().await,
                Mood::Dawdles => {
                    for _ in 0..3 {
                        tokio::task::yield_now().await;
                    }
                    answer().await
                }
            }
        }
        .boxed()
    }
}

impl SessionStore for Spy {
    fn create(&self, session: SessionRecord) -> Answer<'_, ()> {
        self.given.lock().unwrap().push(session.clone());
        self.answers(|| self.memory.create(session))
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<SessionRecord>> {
        self.answers(move || self.memory.find(digest))
    }

    fn touch(&self, digest: Digest, seen_at: SystemTime, idle_until: SystemTime) -> Answer<'_, ()> {
        self.touches.fetch_add(1, Ordering::SeqCst);
        self.answers(move || self.memory.touch(digest, seen_at, idle_until))
    }

    fn replace(&self, old: Digest, session: SessionRecord) -> Answer<'_, bool> {
        self.given.lock().unwrap().push(session.clone());
        self.answers(move || self.memory.replace(old, session))
    }

    fn end<'a>(&'a self, subject: &'a str, handle: &'a str) -> Answer<'a, bool> {
        self.answers(move || self.memory.end(subject, handle))
    }

    fn end_all<'a>(&'a self, subject: &'a str, except: Option<&'a str>) -> Answer<'a, Vec<String>> {
        self.answers(move || self.memory.end_all(subject, except))
    }

    fn end_of_provider<'a>(&'a self, provider: &'a ProviderSession) -> Answer<'a, Vec<String>> {
        self.answers(move || self.memory.end_of_provider(provider))
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<SessionRecord>> {
        self.answers(move || self.memory.list(subject))
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.answers(move || self.memory.purge(now))
    }
}
