//! `WhenStale::Deny`: after the bound every request is answered 503, and nothing revoked ever passes.

use std::thread::sleep;
use std::time::{Duration, Instant};

use portcullis::authn::revocation::WhenStale;
use portcullis_authn_tests::redis_server::RedisServer;

use crate::load::{Load, are_all, between};
use crate::node::{BOUND, Node, in_an_hour, token};

/// Takes the server away under load, gives it back, and looks at every answer.
async fn outage(take: impl Fn(&mut RedisServer), restore: impl Fn(&mut RedisServer)) {
    let Some(mut redis) = RedisServer::start(&["--appendonly", "yes"]) else { return };
    let node = Node::start(&redis.url(), WhenStale::Deny).await;
    let other = Node::start(&redis.url(), WhenStale::Deny).await;
    let (good, early, late) = (token("good"), token("early"), token("late"));
    node.revocations.revoke_token("early", in_an_hour()).await.unwrap();
    assert!(other.soon_answers(&early, 401));

    let began = Instant::now();
    let load = Load::of(node.address(), &good);
    let revoked = [Load::of(node.address(), &early), Load::of(other.address(), &early)];
    sleep(Duration::from_millis(300));
    node.revocations.revoke_token("late", in_an_hour()).await.unwrap();
    take(&mut redis);
    let taken = Instant::now();
    let just_revoked = Load::of(node.address(), &late);
    sleep(BOUND * 3);
    let failed = Instant::now();
    let lost = node.revocations.revoke_token("during", in_an_hour()).await;
    assert!(lost.is_err(), "other nodes cannot know");
    assert!(failed.elapsed() < BOUND + Duration::from_millis(500), "no request hangs");
    assert_eq!(node.status(&token("during")), 401, "and it holds here");
    let back = Instant::now();
    restore(&mut redis);
    assert!(node.soon_answers(&good, 200), "it recovers by itself");
    println!("recovered within {:?}", back.elapsed());
    assert!(other.soon_answers(&token("during"), 401), "what failed is told by and by");

    let answers = load.end();
    let before = between(&answers, began, taken);
    assert!(before.iter().any(|answer| answer.status == 200), "{before:?}");
    let dark = between(&answers, taken + BOUND, back);
    assert!(are_all(&dark, 503), "{dark:?}");
    assert!(answers.iter().all(|answer| [200, 503].contains(&answer.status)));
    assert!(answers.iter().all(|answer| answer.took < Duration::from_secs(2)), "none hangs");
    for load in revoked {
        let answers = load.end();
        assert!(are_all(&answers, 401), "{answers:?}");
    }
    let answers = just_revoked.end();
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
