//! Which keys of a published set are used.

use serde_json::{Value, json};

use super::mint::{Signer, base64url};
use crate::authn::jwt::Algorithm;
use crate::authn::jwt::jwk_set::{JwkSet, JwkSetError};

fn asymmetric() -> Vec<Algorithm> {
    Algorithm::ALL.iter().copied().filter(|known| !known.is_symmetric()).collect()
}

fn key(algorithm: Algorithm, members: &Value) -> Value {
    let mut key = Signer::new(algorithm).jwk();
    for (name, value) in members.as_object().unwrap() {
        key[name] = value.clone();
    }
    key
}

/// What is said about the keys that are passed over, with their position.
fn passed_over(
    keys: &[Value],
    accepted: &[Algorithm],
) -> Result<Vec<(usize, String)>, JwkSetError> {
    let set = JwkSet::parse(json!({ "keys": keys }).to_string().as_bytes(), accepted)?;
    Ok(set.passed_over().iter().map(|key| (key.position, key.why.to_string())).collect())
}

/// Why `key` is passed over in a set that also has a good one; `None` when it is used.
fn why(key: Value, accepted: &[Algorithm]) -> Option<String> {
    let good = self::key(Algorithm::ES256, &json!({ "alg": "ES256", "kid": "good" }));
    let found = passed_over(&[good, key], accepted).unwrap();
    found.into_iter().next().map(|(position, why)| {
        assert_eq!(position, 2);
        why
    })
}

#[test]
fn keys_for_signatures_with_an_accepted_algorithm_are_used() {
    for algorithm in asymmetric() {
        let key = key(algorithm, &json!({ "alg": algorithm.name(), "use": "sig", "kid": "a" }));
        assert_eq!(why(key, &asymmetric()), None, "{algorithm}");
    }
}

#[test]
fn what_is_not_fit_is_passed_over_and_the_others_stay() {
    let rsa = |members| key(Algorithm::RS256, &members);
    let ec = |members| key(Algorithm::ES256, &members);
    for (key, expected) in [
        (json!("text"), "it is not an object"),
        (rsa(json!({ "alg": "RSA-OAEP", "use": "enc" })), "it is for another `use` than `sig`"),
        (rsa(json!({ "alg": "RSA-OAEP" })), "its `alg` is not an accepted one"),
        (rsa(json!({ "alg": "none" })), "its `alg` is not an accepted one"),
        (rsa(json!({ "alg": 5 })), "its `alg` is not an accepted one"),
        (rsa(json!({ "alg": "HS256" })), "it is a secret, which no set may publish"),
        (
            key(Algorithm::HS256, &json!({ "alg": "HS256" })),
            "it is a secret, which no set may publish",
        ),
        (key(Algorithm::HS256, &json!({})), "it is a secret, which no set may publish"),
        (
            key(Algorithm::HS256, &json!({ "alg": "RS256" })),
            "it is a secret, which no set may publish",
        ),
        (
            ec(json!({ "alg": "ES256", "d": base64url([7; 32]) })),
            "the JWK has the private member `d`, expected a public key",
        ),
        (
            ec(json!({ "alg": "ES256", "key_ops": ["sign"] })),
            "the JWK has `key_ops` without `verify`",
        ),
        (ec(json!({ "alg": "ES384" })), "the JWK member `crv` is missing or not as ES384 needs it"),
        (ec(json!({ "alg": "ES256", "kid": "" })), "the `kid` is empty"),
        (ec(json!({ "alg": "ES256", "x": base64url([1; 32]) })), "not a valid point on P-256"),
        (
            rsa(json!({ "alg": "RS256", "n": base64url([255; 128]) })),
            "the RSA modulus has 1024 bits, expected 2048 to 8192",
        ),
        (rsa(json!({ "alg": "RS256", "e": "Aw" })), "the RSA exponent is not 65537"),
        (
            json!({ "kty": "EC", "crv": "P-521", "x": "AA", "y": "AA" }),
            "it has no `alg`, and not exactly one accepted algorithm takes it",
        ),
        (json!({}), "it has no `alg`, and not exactly one accepted algorithm takes it"),
    ] {
        assert_eq!(why(key.clone(), &asymmetric()).as_deref(), Some(expected), "{key}");
    }
}

#[test]
fn a_key_without_an_algorithm_needs_exactly_one_that_takes_it() {
    use Algorithm::{ES256, ES384, EdDSA, PS256, RS256};
    let none = json!({});
    for (key, accepted, used) in [
        (key(ES256, &none), asymmetric(), true),
        (key(ES384, &none), asymmetric(), true),
        (key(EdDSA, &none), asymmetric(), true),
        (key(RS256, &none), asymmetric(), false),
        (key(RS256, &none), vec![ES256, RS256], true),
        (key(RS256, &none), vec![ES256, RS256, PS256], false),
        (key(ES384, &none), vec![ES256, RS256], false),
    ] {
        assert_eq!(why(key, &accepted).is_none(), used, "{accepted:?}");
    }
    let named = key(PS256, &json!({ "alg": "PS256" }));
    assert_eq!(why(named, &[ES256, RS256]).as_deref(), Some("its `alg` is not an accepted one"));
}

#[test]
fn a_shared_kid_names_no_key() {
    let key = |kid: &str, members: Value| {
        let mut key = key(Algorithm::ES256, &members);
        key["kid"] = kid.into();
        key
    };
    let shared = "another key of the set has the same `kid`".to_owned();
    let (first, second) = (key("a", json!({})), key("a", json!({})));
    let other = key("b", json!({}));
    let found = passed_over(&[first.clone(), other.clone(), second], &asymmetric());
    assert_eq!(found, Ok(vec![(1, shared.clone()), (3, shared.clone())]));
    // Not even when the other one cannot be used, or is the same.
    let secret = json!({ "kty": "oct", "k": base64url([1; 32]), "kid": "a" });
    let found = passed_over(&[first.clone(), other.clone(), secret], &asymmetric()).unwrap();
    assert_eq!(found.first(), Some(&(1, shared.clone())));
    let found = passed_over(&[first.clone(), other.clone(), first.clone()], &asymmetric());
    assert_eq!(found, Ok(vec![(1, shared.clone()), (3, shared)]));
    // A key for encryption is named apart.
    let encryption = key("a", json!({ "use": "enc" }));
    let found = passed_over(&[first, encryption], &asymmetric()).unwrap();
    assert_eq!(found, [(2, "it is for another `use` than `sig`".to_owned())]);
}

#[test]
fn what_is_no_set_with_a_usable_key_is_refused() {
    let parse = |text: &str| JwkSet::parse(text.as_bytes(), &asymmetric()).map(drop);
    for text in
        ["", "null", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[],"keys":[]}"#, "{\"keys\":["]
    {
        assert_eq!(parse(text), Err(JwkSetError::NotASet), "{text}");
    }
    let good = key(Algorithm::ES256, &json!({})).to_string();
    let twice = format!(r#"{{"keys":[{good},{{"kty":"EC","kty":"RSA"}}]}}"#);
    assert_eq!(parse(&twice), Err(JwkSetError::NotASet));
    for (text, expected) in [
        (r#"{"keys":[]}"#, "no key can be used: the set is empty"),
        (
            r#"{"keys":[{"kty":"oct","k":"AAAA"}]}"#,
            "no key can be used: key 1: it is a secret, which no set may publish",
        ),
    ] {
        assert_eq!(parse(text).unwrap_err().to_string(), expected);
    }
}

#[test]
fn large_sets_are_refused() {
    let good = || key(Algorithm::EdDSA, &json!({}));
    let useless = || json!({ "kty": "RSA" });
    let set = |good_ones: usize, others: usize| {
        let mut keys: Vec<_> = (0..others).map(|_| useless()).collect();
        keys.extend((0..good_ones).map(|_| good()));
        passed_over(&keys, &asymmetric()).map(|found| found.len())
    };
    assert_eq!(set(16, 48), Ok(48));
    assert_eq!(set(17, 0), Err(JwkSetError::TooManyKeys(17)));
    assert_eq!(set(1, 64), Err(JwkSetError::TooManyKeys(65)));
}
