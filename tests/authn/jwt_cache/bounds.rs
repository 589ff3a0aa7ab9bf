//! However many tokens come, memory is bounded.

use portcullis::authn::jwt::{CacheLimits, ConfigProblem};
use portcullis_tests::tokens;
use serde_json::json;

use crate::{accepts, builder, token};

const KIBIBYTE: usize = 1024;

#[test]
fn a_hundred_thousand_bad_tokens_are_not_all_remembered() {
    let limits = CacheLimits::default().refused_entries(500).refused_bytes(200 * KIBIBYTE);
    let jwt = builder().cache(limits).build().unwrap();
    let good = token("alice", &json!({}));
    assert!(accepts(&jwt, &good));
    let header = good.split('.').next().unwrap();
    let mut most = 0;
    for number in 0..100_000_u32 {
        // Three lengths, and a signature that decodes and differs.
        let payload = "QUJD".repeat(10 + number as usize % 3 * 100);
        let signature = format!("{number:07}{}", "A".repeat(36));
        assert!(!accepts(&jwt, &format!("{header}.{payload}.{signature}")));
        let usage = jwt.cache_usage();
        assert!(usage.refused_entries <= 500, "{usage:?}");
        assert!(usage.refused_bytes <= 200 * KIBIBYTE as u64, "{usage:?}");
        most = most.max(usage.refused_entries);
    }
    assert!(most > 100, "only {most} were remembered at a time");
    assert!(accepts(&jwt, &good));
    assert_eq!(jwt.cache_usage().entries, 1);
}

#[test]
fn good_tokens_are_bounded_by_number_and_by_bytes() {
    for (entries, bytes) in [(200, 4096 * KIBIBYTE), (100_000, 256 * KIBIBYTE)] {
        let limits = CacheLimits::default().entries(entries).bytes(bytes);
        let jwt = builder().cache(limits).build().unwrap();
        let mut most = 0;
        for number in 0..2000_usize {
            let filler = "x".repeat(number % 4 * 200);
            let token = token(&format!("user-{number}"), &json!({ "filler": filler }));
            assert!(accepts(&jwt, &token) && accepts(&jwt, &token));
            let usage = jwt.cache_usage();
            assert!(usage.entries <= entries && usage.bytes <= bytes as u64, "{usage:?}");
            most = most.max(usage.entries);
        }
        assert!(most >= 100, "only {most} were remembered at a time");
    }
}

#[test]
fn limits_that_leave_nothing_are_refused() {
    let limits = CacheLimits::default;
    let problems = |limits| match builder().cache(limits).build() {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().to_vec(),
    };
    for (limits, expected) in [
        (limits(), None),
        (limits().refused_entries(0), None),
        (limits().entries(0), Some("no entries")),
        (limits().bytes(1000), Some("less than 64 KiB")),
        (limits().refused_bytes(0), Some("less than 64 KiB")),
        (limits().max_age(std::time::Duration::ZERO), Some("a maximum age of zero")),
    ] {
        let expected: Vec<_> = expected.map(ConfigProblem::CacheLimit).into_iter().collect();
        assert_eq!(problems(limits), expected);
    }
}

#[test]
fn without_room_for_refused_tokens_none_is_remembered() {
    let jwt = builder().cache(CacheLimits::default().refused_entries(0)).build().unwrap();
    let bad = tokens::signed(&json!({ "alg": "HS256" }), &json!({}), b"another secret, also long");
    for _ in 0..3 {
        assert!(!accepts(&jwt, &bad));
    }
    assert_eq!(jwt.cache_usage().refused_entries, 0);
}
