//! Several nodes: how long another one still accepts what was revoked, and what a new one knows.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use futures_util::FutureExt as _;
use futures_util::future::pending;
use portcullis::authn::revocation::{Revocation, Revocations, WhenStale};
use portcullis::store::{Answer, Feed, RedisStore, RevocationStore};
use portcullis_tests::client::send;

use crate::node::{serve, status, token};

/// The default bound.
const BOUND: Duration = Duration::from_secs(1);

struct Group {
    url: String,
    prefix: String,
}

impl Group {
    fn new() -> Option<Self> {
        let Ok(url) = std::env::var("PORTCULLIS_REDIS_URL") else {
            println!("skipped: PORTCULLIS_REDIS_URL is not set");
            return None;
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
        Some(Self { url, prefix: format!("portcullis-revocation-{now}") })
    }

    /// A node of the group, with a connection of its own.
    async fn node(&self) -> Revocations {
        let store = RedisStore::builder(self.url.as_str()).key_prefix(self.prefix.as_str());
        let revocations = Revocations::shared(store.connect().await.unwrap()).build().unwrap();
        assert!(revocations.wait_until_known(Duration::from_secs(10)).await);
        revocations
    }
}

fn in_an_hour() -> SystemTime {
    SystemTime::now() + Duration::from_hours(1)
}

#[actix_web::test]
async fn another_node_refuses_within_the_bound() {
    let Some(group) = Group::new() else { return };
    let (one, other) = (group.node().await, group.node().await);
    let (first, second) = (serve(&one), serve(&other));
    let mut times = Vec::new();
    for number in 0..50 {
        // At another time since the last question of the other node.
        std::thread::sleep(Duration::from_millis(number * 37 % 250));
        let jti = format!("token {number}");
        let token = token("anna", &[("jti", jti.as_str().into())]);
        assert_ne!(status(second.address(), &token), 401);
        one.revoke_token(jti, in_an_hour()).await.unwrap();
        let revoked = Instant::now();
        assert_eq!(status(first.address(), &token), 401, "at once where it was revoked");
        let last_accepted = loop {
            let asked = revoked.elapsed();
            if status(second.address(), &token) == 401 {
                break asked;
            }
            assert!(asked <= BOUND, "accepted {asked:?} after the revocation");
            std::thread::sleep(Duration::from_millis(2));
        };
        times.push(last_accepted);
    }
    times.sort();
    let (median, maximum) = (times[times.len() / 2], times[times.len() - 1]);
    println!("another node refused after {median:?} (median), {maximum:?} (maximum) of {BOUND:?}");
    assert!(maximum <= BOUND);
}

#[actix_web::test]
async fn a_node_that_starts_later_knows_what_was_revoked() {
    let Some(group) = Group::new() else { return };
    let one = group.node().await;
    one.revoke_token("t", in_an_hour()).await.unwrap();
    one.revoke_session("s").await.unwrap();
    one.revoke_subject("bert").await.unwrap();
    drop(one);
    let later = group.node().await;
    let node = serve(&later);
    assert_eq!(status(node.address(), &token("anna", &[("jti", "t".into())])), 401);
    assert_eq!(status(node.address(), &token("anna", &[("sid", "s".into())])), 401);
    assert_eq!(status(node.address(), &token("bert", &[])), 401);
    assert_eq!(status(node.address(), &token("anna", &[])), 200);
}

/// A store that never answers.
struct Silent;

impl RevocationStore for Silent {
    fn record(&self, _: Revocation) -> Answer<'_, ()> {
        pending().boxed()
    }

    fn since<'a>(&'a self, _: Option<&'a str>) -> Answer<'a, Feed> {
        pending().boxed()
    }

    fn purge(&self, _: SystemTime) -> Answer<'_, u64> {
        pending().boxed()
    }
}

#[actix_web::test]
async fn a_node_that_knows_nothing_yet_answers_503() {
    let generous = WhenStale::ServeAtMost(Duration::from_hours(1));
    for when_stale in [WhenStale::Deny, generous] {
        let revocations = Revocations::shared(Silent).when_stale(when_stale).build().unwrap();
        let node = serve(&revocations);
        let bearer = format!("Bearer {}", token("anna", &[]));
        let started = Instant::now();
        let reply = send(node.address(), "GET", "/me", &[("authorization", &bearer)], None);
        assert_eq!(reply.status, 503);
        assert!(reply.is_problem_document());
        assert!(reply.header("retry-after").is_some());
        assert!(started.elapsed() < Duration::from_secs(2), "no request waits for the store");
        // A bad token is bad in any case.
        assert_eq!(status(node.address(), "not.a.token"), 401);
    }
}
