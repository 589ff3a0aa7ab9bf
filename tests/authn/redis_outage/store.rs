//! The store itself while its server is away: no operation hangs, and the store is not lost.

use std::time::{Duration, Instant, SystemTime};

use portcullis::store::{Digest, RedisStore, RefreshStore, SessionStore, Successor};
use portcullis_authn_tests::redis_server::RedisServer;

const DEADLINE: Duration = Duration::from_millis(200);

/// A read and a script; how long each took, and whether both were answered.
async fn ask(store: &RedisStore) -> (Duration, bool) {
    let (digest, now) = (Digest::of("a"), SystemTime::now());
    let successor = Successor { digest: Digest::of("b"), expires_at: now };
    let started = Instant::now();
    let found = store.find(digest).await;
    let first = started.elapsed();
    let spent = store.spend(digest, successor, now, Duration::ZERO).await;
    let longest = first.max(started.elapsed().saturating_sub(first));
    (longest, found.is_ok() && spent.is_ok())
}

async fn soon_answers(store: &RedisStore) -> bool {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(5) {
        if ask(store).await.1 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    false
}

/// Asks for two seconds: nothing is answered, nothing takes longer than the deadline, and soon
/// everything fails without waiting for it.
async fn fails_fast(store: &RedisStore) {
    let started = Instant::now();
    let mut times = Vec::new();
    while started.elapsed() < Duration::from_secs(2) {
        let (longest, is_answered) = ask(store).await;
        assert!(!is_answered);
        assert!(longest < DEADLINE * 2, "{longest:?}");
        times.push(longest);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    times.sort();
    assert!(times[times.len() / 2] < DEADLINE / 4, "requests do not queue: {times:?}");
}

#[actix_web::test]
async fn fails_within_its_deadline_and_recovers() {
    let Some(mut redis) = RedisServer::start(&[]) else { return };
    let store = RedisStore::builder(redis.url()).deadline(DEADLINE).connect().await.unwrap();
    assert!(soon_answers(&store).await);
    for _ in 0..2 {
        redis.pause();
        fails_fast(&store).await;
        redis.resume();
        assert!(soon_answers(&store).await, "a server that goes on is used again");
        redis.kill();
        fails_fast(&store).await;
        redis.go_on();
        assert!(soon_answers(&store).await, "a server that was started again is used again");
    }
    let mut connection = redis.connection();
    redis::cmd("SCRIPT").arg("FLUSH").exec(&mut connection).unwrap();
    assert!(ask(&store).await.1, "scripts are loaded again");
    // A connection that was closed by the server is replaced before it is needed.
    redis::cmd("CLIENT").arg(&["KILL", "TYPE", "normal"]).exec(&mut connection).unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(ask(&store).await.1);
}

/// A server that loads its data answers new connections with errors; a replica does too.
#[actix_web::test]
async fn is_not_lost_to_a_server_that_will_not_do_for_a_while() {
    let Some(redis) = RedisServer::start(&[]) else { return };
    let store = RedisStore::builder(redis.url()).deadline(DEADLINE).connect().await.unwrap();
    let mut connection = redis.connection();
    redis::cmd("REPLICAOF").arg(&["127.0.0.1", "1"]).exec(&mut connection).unwrap();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert!(store.find(Digest::of("a")).await.is_err(), "a replica is not asked");
    redis::cmd("REPLICAOF").arg(&["NO", "ONE"]).exec(&mut connection).unwrap();
    assert!(soon_answers(&store).await);
}

/// The connection does not end with the runtime that opened it, such as that of a worker.
#[test]
fn outlives_the_runtime_that_opened_it() {
    let Some(redis) = RedisServer::start(&[]) else { return };
    let open = RedisStore::builder(redis.url()).deadline(DEADLINE);
    let store = actix_web::rt::System::new().block_on(open.connect()).unwrap();
    for _ in 0..2 {
        assert!(actix_web::rt::System::new().block_on(ask(&store)).1);
    }
}
