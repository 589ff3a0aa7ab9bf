//! A remembered token lives no longer, and a refused one no shorter, than time says.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use portcullis::testing::ManualClock;
use portcullis_tests::tokens::now;
use serde_json::{Value, json};

use crate::{builder, serve, status, token};

/// A clock that stands at the present, and what it says as a token would.
fn clock() -> (ManualClock, u64) {
    let start = now();
    (ManualClock::at(SystemTime::UNIX_EPOCH + Duration::from_secs(start)), start)
}

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a_remembered_token_expires_to_the_second() {
    for leeway in [0, 5] {
        let (clock, start) = clock();
        let jwt = builder().clock(Arc::new(clock.clone())).leeway(Duration::from_secs(leeway));
        let jwt = jwt.build().unwrap();
        let served = serve(&jwt);
        let token = token("alice", &json!({ "exp": start + 60 }));
        assert_eq!(status(&served, &token), 200);
        clock.advance(Duration::from_secs(58 + leeway));
        assert_eq!(status(&served, &token), 200);
        assert_eq!(jwt.cache_usage().entries, 1);
        clock.advance(2 * SECOND);
        assert_eq!(status(&served, &token), 401);
        assert_eq!(jwt.cache_usage().entries, 0);
    }
}

#[test]
fn time_heals_a_token_that_came_too_early() {
    let (clock, start) = clock();
    let jwt = builder().clock(Arc::new(clock.clone())).build().unwrap();
    let served = serve(&jwt);
    let early = |name: &str| -> Value { json!({ name: start + 60 }) };
    let tokens = [token("alice", &early("nbf")), token("alice", &early("iat"))];
    for token in &tokens {
        assert_eq!(status(&served, token), 401);
        assert_eq!(status(&served, token), 401);
    }
    assert_eq!(jwt.cache_usage().refused_entries, 0);
    clock.advance(61 * SECOND);
    for token in &tokens {
        assert_eq!(status(&served, token), 200);
    }
}

#[test]
fn an_expired_token_is_refused_from_memory() {
    let (clock, start) = clock();
    let jwt = builder().clock(Arc::new(clock.clone())).build().unwrap();
    let served = serve(&jwt);
    let token = token("alice", &json!({ "exp": start - 60 }));
    for _ in 0..3 {
        assert_eq!(status(&served, &token), 401);
        assert_eq!(jwt.cache_usage().refused_entries, 1);
    }
}
