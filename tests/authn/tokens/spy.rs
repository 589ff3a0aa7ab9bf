//! `Spy`: a store in front of another one, which counts what it is asked, and can fall silent or fail.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use portcullis::store::{
    Answer, Digest, FamilyRecord, RefreshStore, Spending, StoreError, Successor,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Answers,
    Fails,
    Hangs,
    /// Answers after it was polled some more times.
    Dawdles,
}

#[derive(Clone)]
pub struct Spy {
    inner: Arc<dyn RefreshStore>,
    asked: Arc<Mutex<HashMap<&'static str, usize>>>,
    moods: Arc<Mutex<HashMap<&'static str, Mood>>>,
}

/// Every method that the issuer calls.
pub const METHODS: [&str; 6] = ["open", "family_of", "spend", "end", "end_all", "list"];

impl Spy {
    pub fn before(inner: Arc<dyn RefreshStore>) -> Self {
        Self { inner, asked: Arc::default(), moods: Arc::default() }
    }

    /// From now on `method` behaves so.
    pub fn is(&self, method: &'static str, mood: Mood) {
        self.moods.lock().unwrap().insert(method, mood);
    }

    /// From now on every method behaves so.
    pub fn is_all(&self, mood: Mood) {
        for method in METHODS {
            self.is(method, mood);
        }
    }

    /// How often anything was asked.
    pub fn asked(&self) -> usize {
        self.asked.lock().unwrap().values().sum()
    }

    /// How often `method` was asked.
    pub fn asked_for(&self, method: &str) -> usize {
        self.asked.lock().unwrap().get(method).copied().unwrap_or_default()
    }

    fn answers<'a, T: Send + 'a>(
        &self,
        method: &'static str,
        answer: impl FnOnce() -> Answer<'a, T> + Send + 'a,
    ) -> Answer<'a, T> {
        *self.asked.lock().unwrap().entry(method).or_default() += 1;
        let mood = self.moods.lock().unwrap().get(method).copied().unwrap_or(Mood::Answers);
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

impl RefreshStore for Spy {
    fn open(&self, family: FamilyRecord, first: Successor) -> Answer<'_, ()> {
        self.answers("open", || self.inner.open(family, first))
    }

    fn family_of(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        self.answers("family_of", move || self.inner.family_of(token))
    }

    fn spend(
        &self,
        token: Digest,
        successor: Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Answer<'_, Spending> {
        self.answers("spend", move || self.inner.spend(token, successor, now, grace))
    }

    fn end_by_token(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        self.inner.end_by_token(token)
    }

    fn end<'a>(&'a self, subject: &'a str, family: &'a str) -> Answer<'a, bool> {
        self.answers("end", move || self.inner.end(subject, family))
    }

    fn end_all<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<String>> {
        self.answers("end_all", move || self.inner.end_all(subject))
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<FamilyRecord>> {
        self.answers("list", move || self.inner.list(subject))
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.inner.purge(now)
    }
}
