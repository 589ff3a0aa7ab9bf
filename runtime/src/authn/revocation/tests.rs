//! What holds whatever the store does: it hangs, fails, blocks its thread, forgets.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::{pending, ready};

use super::{
    MARGIN, Presented, Revocation, Revocations, SharedRevocationsBuilder, SharedRevocationsError,
    Standing, Target, WhenStale,
};
use crate::audit::Audit;
use crate::store::{Answer, Feed, MemoryStore, RevocationStore, StoreError};

const BOUND: Duration = Duration::from_millis(400);
const LATER: Duration = Duration::from_secs(10);

const ANSWERS: usize = 0;
const FAILS: usize = 1;
const HANGS: usize = 2;
const BLOCKS: usize = 3;

/// A store that does what it is told to.
#[derive(Clone, Default)]
struct Moody {
    kept: MemoryStore,
    mood: Arc<AtomicUsize>,
    life: Arc<AtomicU64>,
}

impl Moody {
    fn becomes(&self, mood: usize) {
        self.mood.store(mood, Ordering::SeqCst);
    }

    fn answer<'a, T: Send + 'a>(&'a self, answer: Answer<'a, T>) -> Answer<'a, T> {
        match self.mood.load(Ordering::SeqCst) {
            FAILS => ready(Err(StoreError::new("the test", "is told to fail"))).boxed(),
            HANGS => pending().boxed(),
            BLOCKS => async {
                std::thread::sleep(BOUND * 4);
                Err(StoreError::new("the test", "was blocked"))
            }
            .boxed(),
            _ => answer,
        }
    }
}

impl RevocationStore for Moody {
    fn record(&self, revocation: Revocation) -> Answer<'_, ()> {
        self.answer(async move { self.kept.record(revocation).await }.boxed())
    }

    fn since<'a>(&'a self, cursor: Option<&'a str>) -> Answer<'a, Feed> {
        let life = self.life.load(Ordering::SeqCst);
        let own =
            cursor.and_then(|cursor| cursor.strip_prefix(&format!("{life}/"))).map(str::to_owned);
        let feed = async move {
            let feed = self.kept.since(own.as_deref()).await?;
            Ok(Feed { cursor: format!("{life}/{}", feed.cursor), ..feed })
        };
        self.answer(feed.boxed())
    }

    fn has_lost(&self, earlier: &str, later: &str) -> bool {
        earlier.split('/').next() != later.split('/').next()
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.answer(self.kept.purge(now))
    }
}

fn node(store: &Moody) -> SharedRevocationsBuilder {
    Revocations::shared(store.clone()).bound(BOUND)
}

async fn started(store: &Moody) -> Revocations {
    let revocations = node(store).build().unwrap();
    assert!(revocations.wait_until_known(LATER).await);
    revocations
}

fn of_token(revocations: &Revocations, token: &str) -> Standing {
    let token = Some(token);
    let presented = Presented { subject: "anna", token, session: None, key: None, issued_at: None };
    revocations.standing(&presented)
}

/// Whether it comes true in time.
async fn soon(is_true: impl Fn() -> bool) -> bool {
    let started = Instant::now();
    while started.elapsed() < LATER {
        if is_true() {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    false
}

fn in_an_hour() -> SystemTime {
    SystemTime::now() + Duration::from_hours(1)
}

#[actix_web::test]
async fn before_the_first_answer_nothing_is_known() {
    for mood in [FAILS, HANGS] {
        let store = Moody::default();
        store.becomes(mood);
        let generous = WhenStale::ServeAtMost(Duration::from_hours(1));
        let revocations = node(&store).when_stale(generous).build().unwrap();
        assert!(!revocations.wait_until_known(BOUND).await);
        assert!(matches!(of_token(&revocations, "t"), Standing::Unknown(_)));
        assert!(!revocations.is_unchanged_since(revocations.version()));
        store.becomes(ANSWERS);
        assert!(soon(|| of_token(&revocations, "t") == Standing::Good).await);
    }
}

#[actix_web::test]
async fn a_store_that_fails_or_hangs_is_noticed_within_the_bound() {
    for mood in [FAILS, HANGS, BLOCKS] {
        let store = Moody::default();
        let revocations = started(&store).await;
        revocations.revoke_token("revoked", in_an_hour()).await.unwrap();
        let version = revocations.version();
        assert!(soon(|| revocations.is_unchanged_since(version)).await);
        store.becomes(mood);
        // A thread that stands still must not keep what it said last true.
        std::thread::sleep(BOUND + BOUND / 2);
        assert!(matches!(of_token(&revocations, "t"), Standing::Unknown(_)), "{mood}");
        assert!(!revocations.is_unchanged_since(version), "{mood}");
        assert_eq!(of_token(&revocations, "revoked"), Standing::Revoked);
        store.becomes(ANSWERS);
        assert!(soon(|| revocations.is_unchanged_since(version)).await);
        assert!(soon(|| of_token(&revocations, "t") == Standing::Good).await);
    }
}

#[actix_web::test]
async fn what_one_node_revokes_another_refuses() {
    let store = Moody::default();
    let (one, other) = (started(&store).await, started(&store).await);
    let version = other.version();
    assert!(soon(|| of_token(&other, "t") == Standing::Good).await);
    one.revoke_token("t", in_an_hour()).await.unwrap();
    assert_eq!(of_token(&one, "t"), Standing::Revoked);
    assert!(soon(|| of_token(&other, "t") == Standing::Revoked).await);
    assert_ne!(other.version(), version);
    assert!(!other.is_unchanged_since(version), "a cache must ask again");
    // A node that starts later loads it, and what it had before it knew.
    assert_eq!(of_token(&started(&store).await, "t"), Standing::Revoked);
    // What comes back from the store is no news.
    let version = one.version();
    tokio::time::sleep(BOUND).await;
    assert_eq!(one.version(), version);
}

#[actix_web::test]
async fn what_the_store_did_not_take_holds_here_and_is_told_later() {
    for mood in [FAILS, HANGS] {
        let store = Moody::default();
        let (one, other) = (started(&store).await, started(&store).await);
        store.becomes(mood);
        let started = Instant::now();
        one.revoke_token("t", in_an_hour()).await.unwrap_err();
        assert!(started.elapsed() < BOUND * 5, "no request hangs");
        // Nor is one forgotten that nobody waited for.
        drop(one.revoke_session("s").now_or_never());
        assert_eq!(of_token(&one, "t"), Standing::Revoked);
        store.becomes(ANSWERS);
        assert!(soon(|| of_token(&other, "t") == Standing::Revoked).await);
        let of_session = |session| Presented {
            subject: "anna",
            token: None,
            session: Some(session),
            key: None,
            issued_at: None,
        };
        assert!(soon(|| other.standing(&of_session("s")) == Standing::Revoked).await);
    }
}

#[actix_web::test]
async fn a_store_that_forgot_is_told_again() {
    let store = Moody::default();
    let one = started(&store).await;
    one.revoke_token("t", in_an_hour()).await.unwrap();
    one.revoke_subject("bert").await.unwrap();
    store.kept.purge(SystemTime::now() + Duration::from_hours(24 * 60)).await.unwrap();
    assert!(store.kept.since(None).await.unwrap().revocations.is_empty());
    store.life.fetch_add(1, Ordering::SeqCst);
    let later = started(&store).await;
    assert!(soon(|| of_token(&later, "t") == Standing::Revoked).await);
    let bert =
        Presented { subject: "bert", token: None, session: None, key: None, issued_at: None };
    assert!(soon(|| later.standing(&bert) == Standing::Revoked).await);
}

#[actix_web::test]
async fn an_alert_is_raised_once_an_episode() {
    for when_stale in [WhenStale::Deny, WhenStale::ServeAtMost(BOUND * 2)] {
        let events = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&events);
        let audit = Audit::to(move |event| record.lock().unwrap().push(event.event));
        let heard = || events.lock().unwrap().clone();
        let store = Moody::default();
        let revocations = node(&store).when_stale(when_stale).audit(audit).build().unwrap();
        assert!(revocations.wait_until_known(LATER).await);
        for episode in 1..=2 {
            store.becomes(FAILS);
            // Nobody asks, and it is raised all the same.
            assert!(soon(|| heard().len() == 2 * episode - 1).await, "{:?}", heard());
            let is_served = matches!(of_token(&revocations, "t"), Standing::Good);
            assert_eq!(is_served, when_stale != WhenStale::Deny);
            tokio::time::sleep(BOUND * 5 / 2).await;
            assert!(matches!(of_token(&revocations, "t"), Standing::Unknown(_)));
            assert_eq!(heard().len(), 2 * episode - 1, "{:?}", heard());
            store.becomes(ANSWERS);
            assert!(soon(|| heard().len() == 2 * episode).await);
        }
        let episode = ["sys_monitor_disabled", "sys_monitor_enabled"];
        assert_eq!(heard(), [episode, episode].concat());
    }
}

#[test]
fn what_is_over_is_kept_for_the_leeway_of_verifiers() {
    let revocations = Revocations::in_process();
    let until = in_an_hour();
    let target = Target::Token("t".to_owned());
    revocations.apply(&Revocation { target, at: SystemTime::now(), until });
    revocations.purge(until + MARGIN - Duration::from_secs(1));
    assert_eq!(of_token(&revocations, "t"), Standing::Revoked);
    revocations.purge(until + MARGIN);
    assert_eq!(of_token(&revocations, "t"), Standing::Good);
}

#[actix_web::test]
async fn the_thread_ends_with_the_last_clone() {
    let store = Moody::default();
    let revocations = started(&store).await;
    let clone = revocations.clone();
    drop(revocations);
    tokio::time::sleep(BOUND * 2).await;
    assert!(soon(|| of_token(&clone, "t") == Standing::Good).await);
    assert!(Arc::strong_count(&store.mood) > 1);
    drop(clone);
    assert!(soon(|| Arc::strong_count(&store.mood) == 1).await);
}

#[test]
fn wrong_configurations_are_refused() {
    let shared = || Revocations::shared(MemoryStore::new());
    let error = |builder: SharedRevocationsBuilder| builder.build().unwrap_err();
    for bound in [Duration::ZERO, Duration::from_millis(99), Duration::from_secs(61)] {
        assert_eq!(error(shared().bound(bound)), SharedRevocationsError::Bound);
    }
    let nothing = WhenStale::ServeAtMost(Duration::ZERO);
    let refused = error(shared().when_stale(nothing));
    assert_eq!(refused, SharedRevocationsError::ServeAtMostNothing);
    let refused = error(shared().max_lifetime(Duration::ZERO));
    assert_eq!(refused, SharedRevocationsError::NoLifetime);
}
