//! What is remembered, seen from within.

use serde_json::json;

use super::{AUDIENCE, HEADER, ISSUER, Permission, SECRET, claims, claims_with, now, token};
use crate::authn::jwt::cache_table::Moment;
use crate::authn::jwt::{CacheLimits, Jwt, Key, TokenError};
use crate::authn::{Authentication, Outcome};
use crate::principal::Principal;

fn jwt(limits: CacheLimits) -> Jwt {
    let key = Key::hs256(SECRET.to_vec().into());
    Jwt::bearer(ISSUER, AUDIENCE).key(key).cache(limits).build().unwrap()
}

fn accept(jwt: &Jwt, token: &str) -> Option<Principal<Permission>> {
    match jwt.authenticate_token(token) {
        Authentication::Done(Outcome::Principal(principal)) => Some(principal),
        _ => None,
    }
}

/// Whether `token` is remembered `later` seconds from now, as accepted and as refused.
fn remembers(jwt: &Jwt, token: &str, later: u32) -> (bool, bool) {
    let epoch = jwt.verifier.keys.current().as_ref().unwrap().epoch;
    let now = crate::authn::jwt::claims::numeric_date(std::time::SystemTime::now()).unwrap();
    let moment = Moment { now: now + f64::from(later), epoch };
    let cache = jwt.verifier.cache.as_ref().unwrap();
    let accepted = cache.accepted::<Permission>().unwrap().find(token, &moment);
    (accepted.is_some(), cache.refusal(token, &moment).is_some())
}

#[test]
fn nothing_is_remembered_longer_than_the_maximum_age() {
    let good = token(HEADER, &claims().to_string());
    let bad = token(HEADER, &claims_with(&json!({ "aud": "other" })));
    for (later, is_remembered) in [(0, true), (290, true), (301, false)] {
        let jwt = jwt(CacheLimits::default());
        assert!(accept(&jwt, &good).is_some() && accept(&jwt, &bad).is_none());
        assert_eq!(remembers(&jwt, &good, later), (is_remembered, false), "{later}");
        assert_eq!(remembers(&jwt, &bad, later), (false, is_remembered), "{later}");
    }
    let minute = jwt(CacheLimits::default().max_age(std::time::Duration::from_mins(1)));
    assert!(accept(&minute, &good).is_some());
    assert_eq!(remembers(&minute, &good, 61), (false, false));
}

#[test]
fn nothing_is_remembered_longer_than_it_lives() {
    let jwt = jwt(CacheLimits::default());
    let short = token(HEADER, &claims_with(&json!({ "exp": now() + 60 })));
    assert!(accept(&jwt, &short).is_some());
    assert_eq!(remembers(&jwt, &short, 50), (true, false));
    assert_eq!(remembers(&jwt, &short, 61), (false, false));
}

#[test]
fn only_what_lasts_and_took_a_signature_is_remembered_as_refused() {
    let jwt = jwt(CacheLimits::default());
    let with = |changes| token(HEADER, &claims_with(&changes));
    let good = with(json!({}));
    for (text, is_remembered) in [
        (format!("{good}AA"), false),
        (format!("{good}="), false),
        (good.replace('.', ""), false),
        (token(r#"{"alg":"none"}"#, "{}"), false),
        (token(r#"{"alg":"HS384"}"#, "{}"), false),
        (token("[]", "{}"), false),
        (with(json!({ "nbf": now() + 60 })), false),
        (with(json!({ "iat": now() + 60 })), false),
        (super::mint::hs256(&[7; 32]).token(HEADER, "{}"), true),
        (token(r#"{"alg":"HS256","typ":"dpop+jwt"}"#, "{}"), true),
        (token(HEADER, "[]"), true),
        (token(HEADER, r#"{"a":1,"a":1}"#), true),
        (with(json!({ "aud": "other" })), true),
        (with(json!({ "iss": "other" })), true),
        (with(json!({ "sub": "" })), true),
        (with(json!({ "sub": null })), true),
        (with(json!({ "exp": now() - 60 })), true),
    ] {
        let before = accept(&jwt, &text).map(|principal| principal.subject().to_owned());
        assert_eq!(before, None, "{text}");
        assert_eq!(remembers(&jwt, &text, 0), (false, is_remembered), "{text}");
        let reason = |jwt: &Jwt| jwt.verifier.judge::<Permission>(&text).unwrap_err();
        assert_eq!(reason(&jwt), jwt.verify::<Permission>(&text).unwrap_err(), "{text}");
    }
    let long = good.repeat(60);
    assert_eq!(jwt.verifier.judge::<Permission>(&long).err(), Some(TokenError::TooLong(8192)));
    assert_eq!(remembers(&jwt, &long, 0), (false, false));
}

#[test]
fn a_remembered_principal_does_not_grow_with_what_is_read_from_it() {
    let jwt = jwt(CacheLimits::default());
    let text = token(HEADER, &claims_with(&json!({ "scope": "a b", "custom": [1, 2, 3] })));
    let first = accept(&jwt, &text).unwrap();
    let second = accept(&jwt, &text).unwrap();
    assert!(std::sync::Arc::ptr_eq(first.shared(), second.shared()));
    assert_eq!(first.claims()["custom"], json!([1, 2, 3]));
    assert_eq!(first.scopes(), ["a", "b"]);
    assert!(std::ptr::eq(first.claims(), first.clone().claims()), "clones share what was read");
    assert!(!std::ptr::eq(first.claims(), second.claims()));
    assert_eq!(first.claims(), second.claims());
}

#[test]
fn what_is_remembered_is_not_shown() {
    let jwt = jwt(CacheLimits::default());
    let good = token(HEADER, &claims_with(&json!({ "custom": "canary" })));
    let principal = accept(&jwt, &good).unwrap();
    assert_eq!(principal.claims()["custom"], "canary");
    let payload = good.split('.').nth(1).unwrap();
    for shown in [format!("{jwt:?}"), format!("{principal:?}"), format!("{:?}", jwt.cache_usage())]
    {
        assert!(!shown.contains("canary") && !shown.contains(payload), "{shown}");
    }
}

#[test]
fn a_header_is_known_once_its_signature_was_good() {
    let jwt = jwt(CacheLimits::default());
    let knows = |header: &str| {
        let current = jwt.verifier.keys.current();
        let keys = &current.as_ref().unwrap().keys;
        keys.headers().find(&super::mint::base64url(header)).is_some()
    };
    let forged = super::mint::hs256(&[7; 32]).token(HEADER, &claims().to_string());
    assert!(accept(&jwt, &forged).is_none() && !knows(HEADER));
    assert!(accept(&jwt, &token(HEADER, &claims().to_string())).is_some() && knows(HEADER));
    // It stays known, and still says nothing of the signature.
    assert!(accept(&jwt, &forged).is_none() && knows(HEADER));
    jwt.forget_cached();
    assert_eq!(jwt.verify::<Permission>(&forged).err(), Some(TokenError::Signature));
}
