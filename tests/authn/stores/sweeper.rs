//! The sweeper: purges by its clock, goes on after an outage, stops when it is dropped.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use portcullis::authn::revocation::Revocation;
use portcullis::store::{
    Answer, Feed, MemoryStore, RefreshStore, RevocationStore, SessionStore, StoreError, Sweeper,
};
use portcullis::testing::ManualClock;

use crate::suite::records::{HOUR, at, family, revocation, session, token};

/// Waits for what happens in another thread.
pub(crate) async fn until(is_so: impl AsyncFn() -> bool) {
    for _ in 0..2_000 {
        if is_so().await {
            return;
        }
        actix_web::rt::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("it did not happen in ten seconds");
}

#[actix_web::test]
async fn forgets_what_is_over_by_its_clock() {
    let store = MemoryStore::new();
    SessionStore::create(&store, session("a", "anna")).await.unwrap();
    store.open(family("f", "anna"), token("t")).await.unwrap();
    store.record(revocation("r")).await.unwrap();
    let clock = ManualClock::at(at(HOUR - 1));
    let rounds = Rounds::default();
    let _sweeper = Sweeper::builder()
        .sessions(store.clone())
        .refresh(store.clone())
        .revocations(store.clone())
        .revocations(rounds.clone())
        .every(Duration::from_millis(5))
        .clock(clock.clone())
        .start()
        .unwrap();
    until(async || rounds.count.load(Ordering::Relaxed) > 3).await;
    assert_eq!(SessionStore::list(&store, "anna").await.unwrap().len(), 1);
    assert_eq!(RefreshStore::list(&store, "anna").await.unwrap().len(), 1);
    assert_eq!(store.since(None).await.unwrap().revocations.len(), 1);

    clock.advance(Duration::from_millis(1));
    until(async || SessionStore::list(&store, "anna").await.unwrap().is_empty()).await;
    until(async || RefreshStore::list(&store, "anna").await.unwrap().is_empty()).await;
    // Verifiers may allow for clocks, so what is revoked is kept longer.
    assert_eq!(store.since(None).await.unwrap().revocations.len(), 1);
    clock.advance(Duration::from_mins(10));
    until(async || store.since(None).await.unwrap().revocations.is_empty()).await;
}

/// A store that is never there, and counts how often it is asked.
#[derive(Clone, Default)]
struct Rounds {
    count: Arc<AtomicU32>,
}

impl RevocationStore for Rounds {
    fn record(&self, _: Revocation) -> Answer<'_, ()> {
        unreachable!("a sweeper records nothing")
    }

    fn since<'a>(&'a self, _: Option<&'a str>) -> Answer<'a, Feed> {
        unreachable!("a sweeper reads nothing")
    }

    fn purge(&self, _: SystemTime) -> Answer<'_, u64> {
        self.count.fetch_add(1, Ordering::Relaxed);
        async { Err(StoreError::new("test", "away")) }.boxed()
    }
}

#[actix_web::test]
async fn goes_on_after_an_outage_and_stops_when_it_is_dropped() {
    let rounds = Rounds::default();
    let sweeper = Sweeper::builder()
        .revocations(rounds.clone())
        .every(Duration::from_millis(5))
        .start()
        .unwrap();
    until(async || rounds.count.load(Ordering::Relaxed) > 3).await;
    drop(sweeper);
    // It has let go of the store.
    until(async || Arc::strong_count(&rounds.count) == 1).await;
}

#[actix_web::test]
async fn that_never_rests_is_refused() {
    let refused = Sweeper::builder().every(Duration::ZERO).start().unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
}

#[test]
fn that_nothing_would_run_is_refused() {
    Sweeper::builder().start().unwrap_err();
}
