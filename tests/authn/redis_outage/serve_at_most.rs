//! `WhenStale::ServeAtMost`: served until the stated time, with an alert, and then 503.

use std::thread::sleep;
use std::time::{Duration, Instant};

use portcullis::authn::revocation::WhenStale;
use portcullis_authn_tests::redis_server::RedisServer;

use crate::load::{Load, are_all, between};
use crate::node::{BOUND, Node, in_an_hour, token};

const EXTRA: Duration = Duration::from_secs(2);

async fn outage(take: impl Fn(&mut RedisServer), restore: impl Fn(&mut RedisServer)) {
    let Some(mut redis) = RedisServer::start(&["--appendonly", "yes"]) else { return };
    let node = Node::start(&redis.url(), WhenStale::ServeAtMost(EXTRA)).await;
    let (good, revoked) = (token("good"), token("revoked"));
    let load = Load::of(node.address(), &good);
    sleep(Duration::from_millis(300));
    node.revocations.revoke_token("revoked", in_an_hour()).await.unwrap();
    take(&mut redis);
    let taken = Instant::now();
    let refused = Load::of(node.address(), &revoked);
    sleep(BOUND + EXTRA + BOUND);
    assert_eq!(node.events(), ["sys_monitor_disabled"], "one alert an episode");
    let back = Instant::now();
    restore(&mut redis);
    assert!(node.soon_answers(&good, 200), "it recovers by itself");

    let answers = load.end();
    // The last answer was asked for at most a quarter of the bound before, and what that took.
    let served = between(&answers, taken, taken + EXTRA + BOUND / 2);
    assert!(are_all(&served, 200), "{served:?}");
    let dark = between(&answers, taken + BOUND + EXTRA, back);
    assert!(are_all(&dark, 503), "{dark:?}");
    let answers = refused.end();
    assert!(are_all(&answers, 401), "{answers:?}");
    assert_eq!(node.events(), ["sys_monitor_disabled", "sys_monitor_enabled"]);
}

#[actix_web::test]
async fn while_redis_is_stopped() {
    outage(RedisServer::kill, RedisServer::go_on).await;
}

#[actix_web::test]
async fn while_redis_is_paused() {
    outage(|redis| redis.pause(), |redis| redis.resume()).await;
}
