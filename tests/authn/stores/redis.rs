//! The suite on Redis, under key prefixes of its own, and what only Redis does.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use portcullis::store::{
    Digest, ProviderSession, RedisStore, RefreshStore, RevocationStore, SessionStore, Spending,
};
use portcullis_authn_tests::redis_server::RedisServer;

use crate::suite::records::{at, family, revocation, session, token};
use crate::suite::{api_keys, durable, grace, refresh, revocations, session_ends, sessions};

async fn open() -> Option<RedisStore> {
    let Ok(url) = std::env::var("PORTCULLIS_REDIS_URL") else {
        println!("skipped: PORTCULLIS_REDIS_URL is not set");
        return None;
    };
    Some(RedisStore::builder(url).key_prefix(prefix()).connect().await.expect("a connection"))
}

/// One that nobody else has.
fn prefix() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
    format!("portcullis-stores-{now}-{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

mod contract {
    use super::open;

    conformance!(open);
}

/// A node of a cluster that has the slots of the store, and no others: it refuses every other key.
#[actix_web::test]
async fn the_keys_of_one_operation_are_in_one_slot() {
    let arguments = ["--cluster-enabled", "yes", "--cluster-require-full-coverage", "no"];
    let Some(server) = RedisServer::start(&arguments) else { return };
    let open = || async {
        let prefix = prefix();
        own_slots(&server, &prefix);
        RedisStore::builder(server.url()).key_prefix(prefix).connect().await.expect("a connection")
    };
    let store = open().await;
    let cursor = durable::write(&store).await;
    durable::read(&store, &cursor).await;
    sessions::are_replaced_whole(&open().await).await;
    sessions::are_touched_forward_only(&open().await).await;
    session_ends::by_the_subject_of_a_provider(&open().await).await;
    session_ends::by_time_at_the_exact_edge(&open().await).await;
    refresh::are_purged_at_the_exact_edge(&open().await).await;
    refresh::all_of_a_subject_end(&open().await).await;
    grace::within_it_the_successor_is_exchanged(&open().await).await;
    api_keys::are_rotated_with_overlap(&open().await).await;
    api_keys::uses_add_up(&open().await).await;
    api_keys::all_of_an_owner_are_revoked(&open().await).await;
    revocations::are_purged_at_the_exact_edge(&open().await).await;
}

/// Gives the server the slot of each concern, and waits until it serves them.
fn own_slots(server: &RedisServer, prefix: &str) {
    let mut connection = server.connection();
    let tags =
        ["sessions", "refresh", "keys", "revocations"].map(|it| format!("{{{prefix}:{it}}}"));
    for tag in &tags {
        let mut slot = redis::cmd("CLUSTER");
        let slot: u16 = slot.arg("KEYSLOT").arg(tag).query(&mut connection).unwrap();
        // One that another prefix has already needs no more.
        redis::cmd("CLUSTER").arg("ADDSLOTS").arg(slot).exec(&mut connection).ok();
    }
    let started = Instant::now();
    let answers = |connection: &mut redis::Connection, key: &str| {
        redis::cmd("EXISTS").arg(key).query::<u8>(connection).is_ok()
    };
    while !tags.iter().all(|tag| answers(&mut connection, tag)) {
        assert!(started.elapsed() < Duration::from_secs(20), "the cluster does not form");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(!answers(&mut connection, "sessions"), "the server is no cluster");
}

/// One that a server of another life gave out says nothing about this one, whatever its entry.
#[actix_web::test]
async fn a_cursor_of_another_life_is_unknown() {
    let Some(store) = open().await else { return };
    store.record(revocation("a")).await.unwrap();
    store.record(revocation("b")).await.unwrap();
    let cursor = store.since(None).await.unwrap().cursor;
    assert!(store.since(Some(&cursor)).await.unwrap().revocations.is_empty());
    let other = format!("{}{}", if cursor.starts_with('0') { '1' } else { '0' }, &cursor[1..]);
    assert!(store.has_lost(&cursor, &other));
    assert_eq!(store.since(Some(&other)).await.unwrap().revocations.len(), 2);
}

/// What has expired vanishes although nobody purges, and takes along what names it.
#[actix_web::test]
async fn what_expires_has_a_time_to_live() {
    let Some(server) = RedisServer::start(&[]) else { return };
    let store = RedisStore::connect(server.url()).await.unwrap();
    let mut session = session("s", "anna");
    session.provider = Some(ProviderSession {
        issuer: "https://id.example".to_owned(),
        subject: "a".to_owned(),
        sid: Some("1".to_owned()),
    });
    SessionStore::create(&store, session).await.unwrap();
    store.open(family("f", "anna"), token("a")).await.unwrap();
    let spending = store.spend(Digest::of("a"), token("b"), at(1), Duration::ZERO).await.unwrap();
    assert!(matches!(spending, Spending::Spent(_)));
    store.record(revocation("r")).await.unwrap();
    let mut connection = server.connection();
    let keys: Vec<String> = redis::cmd("KEYS").arg("*").query(&mut connection).unwrap();
    assert!(keys.len() > 10, "{keys:?}");
    // Two hours at most, and what is added for clocks that differ; revocations by the time of now.
    for key in keys {
        let left: i64 = redis::cmd("PTTL").arg(&key).query(&mut connection).unwrap();
        assert!((1..=8_100_000).contains(&left), "{key} stays for {left} ms");
    }
}

#[actix_web::test]
async fn a_server_that_evicts_is_refused_and_a_silent_one_does_not_hang() {
    let Some(server) = RedisServer::start(&["--maxmemory-policy", "volatile-lru"]) else { return };
    let refused = RedisStore::connect(server.url()).await.unwrap_err();
    assert!(refused.cause().contains("maxmemory-policy"), "{refused}");
    let started = Instant::now();
    server.pause();
    RedisStore::connect(server.url()).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5));
    let secret = "redis://:pa55word@127.0.0.1:1";
    let builder = RedisStore::builder(secret);
    let shown = format!("{builder:?}");
    let shown = format!("{shown} {:?}", builder.connect().await.unwrap_err());
    assert!(!shown.contains("pa55word"), "{shown}");
    for prefix in ["", "a b", "a{b}", "ä"] {
        RedisStore::builder(server.url()).key_prefix(prefix).connect().await.unwrap_err();
    }
}
