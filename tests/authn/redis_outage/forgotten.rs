//! A Redis without persistence that was started again, or emptied: nodes tell it what they know.

use std::time::{Duration, Instant};

use portcullis::authn::revocation::WhenStale;
use portcullis::store::{RedisStore, RevocationStore as _};
use portcullis_authn_tests::redis_server::RedisServer;

use crate::node::{Node, in_an_hour, token};

/// Waits until the store knows this many revocations.
async fn knows(redis: &RedisServer, count: usize) -> bool {
    let store = RedisStore::connect(redis.url()).await.unwrap();
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(5) {
        if store.since(None).await.unwrap().revocations.len() >= count {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

async fn forgets(forget: impl Fn(&mut RedisServer)) {
    let Some(mut redis) = RedisServer::start(&[]) else { return };
    let node = Node::start(&redis.url(), WhenStale::Deny).await;
    let other = Node::start(&redis.url(), WhenStale::Deny).await;
    let (good, early, late) = (token("good"), token("early"), token("late"));
    node.revocations.revoke_token("early", in_an_hour()).await.unwrap();
    assert!(other.soon_answers(&early, 401));
    drop(node);
    forget(&mut redis);
    assert!(knows(&redis, 1).await, "a node that only heard of it tells it again");

    let new = Node::start(&redis.url(), WhenStale::Deny).await;
    assert_eq!(new.status(&early), 401);
    // Cursors of before the loss do not hide what is recorded after it.
    new.revocations.revoke_token("late", in_an_hour()).await.unwrap();
    assert!(other.soon_answers(&late, 401));
    assert!(other.soon_answers(&good, 200));
}

#[actix_web::test]
async fn by_a_restart() {
    forgets(|redis| {
        redis.kill();
        redis.go_on();
    })
    .await;
}

#[actix_web::test]
async fn by_being_emptied() {
    forgets(|redis| redis::cmd("FLUSHALL").exec(&mut redis.connection()).unwrap()).await;
}
