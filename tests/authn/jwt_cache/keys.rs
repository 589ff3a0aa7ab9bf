//! Keys that are replaced while what they signed is remembered.

use portcullis::authn::jwt::{Algorithm, ConfigProblem, Jwt, Key};
use portcullis_tests::tokens::{self, AUDIENCE, ISSUER, SECRET};
use serde_json::json;

use crate::{accepts, builder, serve, status, token};

const OTHER: &[u8] = b"another secret of more than thirty-two bytes, for tests";

fn key(secret: &[u8], kid: &str) -> Key {
    Key::hs256(secret.to_vec().into()).kid(kid)
}

fn signed(secret: &[u8], kid: &str) -> String {
    let header = json!({ "alg": "HS256", "kid": kid });
    tokens::signed(&header, &tokens::claims("alice", "reader"), secret)
}

#[test]
fn what_a_removed_key_has_signed_is_refused_at_once() {
    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(key(SECRET, "first")).key(key(OTHER, "second"));
    let jwt = jwt.build().unwrap();
    let served = serve(&jwt);
    let (first, second) = (signed(SECRET, "first"), signed(OTHER, "second"));
    for token in [&first, &second, &first, &second] {
        assert_eq!(status(&served, token), 200);
    }
    assert_eq!(jwt.cache_usage().entries, 2);

    jwt.replace_keys([key(OTHER, "second")]).unwrap();
    assert_eq!(jwt.cache_usage().entries, 0);
    for _ in 0..2 {
        assert_eq!(status(&served, &first), 401);
        assert_eq!(status(&served, &second), 200);
    }
    // Another secret of the same name.
    jwt.replace_keys([key(SECRET, "second")]).unwrap();
    assert_eq!(status(&served, &second), 401);
    // It comes back.
    jwt.replace_keys([key(SECRET, "first"), key(OTHER, "second")]).unwrap();
    for token in [&first, &second] {
        assert_eq!(status(&served, token), 200);
    }
}

#[test]
fn a_new_key_heals_what_was_refused_without_it() {
    let jwt = builder().build().unwrap();
    let served = serve(&jwt);
    let header = json!({ "alg": "HS256" });
    let token = tokens::signed(&header, &tokens::claims("alice", "reader"), OTHER);
    for _ in 0..3 {
        assert_eq!(status(&served, &token), 401);
    }
    assert_eq!(jwt.cache_usage().refused_entries, 1);
    jwt.replace_keys([Key::hs256(OTHER.to_vec().into())]).unwrap();
    assert_eq!(status(&served, &token), 200);
}

#[test]
fn a_token_for_which_no_key_fits_is_not_remembered() {
    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(key(SECRET, "first")).build().unwrap();
    let served = serve(&jwt);
    assert_eq!(status(&served, &signed(SECRET, "second")), 401);
    assert_eq!(jwt.cache_usage().refused_entries, 0);
}

#[test]
fn keys_that_cannot_be_used_leave_the_present_ones() {
    let jwt = builder().build().unwrap();
    let served = serve(&jwt);
    let token = token("alice", &json!({}));
    assert_eq!(status(&served, &token), 200);
    let mixed = [Key::hs256(SECRET.to_vec().into()), Key::pem(Algorithm::ES256, "no key")];
    assert_eq!(jwt.replace_keys(mixed).unwrap_err().problems().len(), 1);
    assert_eq!(jwt.replace_keys([]).unwrap_err().problems(), [ConfigProblem::NoKeys]);
    assert_eq!(status(&served, &token), 200);
    assert_eq!(jwt.cache_usage().entries, 1);
}

#[test]
fn forgetting_leaves_good_tokens_good() {
    let jwt = builder().build().unwrap();
    let (good, bad) = (token("alice", &json!({})), token("alice", &json!({ "aud": "other" })));
    assert!(accepts(&jwt, &good) && !accepts(&jwt, &bad));
    let usage = jwt.cache_usage();
    assert_eq!((usage.entries, usage.refused_entries), (1, 1));
    jwt.forget_cached();
    let usage = jwt.cache_usage();
    assert_eq!((usage.entries, usage.refused_entries), (0, 0));
    assert!(accepts(&jwt, &good) && !accepts(&jwt, &bad));
}
