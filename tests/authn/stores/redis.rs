//! The suite on Redis, under key prefixes of its own, and what only Redis does.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use portcullis::store::RedisStore;

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

conformance!(open);
