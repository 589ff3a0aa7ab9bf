//! The public keys of a provider: those of its key set that are fit to verify with.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::CoreJsonWebKey;
use serde_json::{Map, Value};

use crate::authn::jwt::unique_json::parse_object;

/// How many keys are looked at.
const MOST: usize = 64;

/// The private members of RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1 and RFC 8037 section 2: a key with
/// one is known to everybody who can sign with it.
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

type Members = Map<String, Value>;

/// The usable keys of a key set (RFC 7517 section 5); none when it is no key set. Keys that are not
/// understood, not for signatures, or weak, are passed over.
pub(super) fn read(document: &[u8]) -> Option<Vec<CoreJsonWebKey>> {
    let set = parse_object(document).ok()?;
    let keys = set.get("keys")?.as_array()?;
    let usable = keys.iter().take(MOST).filter(|key| key.as_object().is_some_and(is_usable));
    Some(usable.filter_map(|key| serde_json::from_value(key.clone()).ok()).collect())
}

fn is_usable(key: &Members) -> bool {
    let text = |name: &str| key.get(name).and_then(Value::as_str);
    let is_for_signatures = key.get("use").is_none_or(|usage| usage == "sig")
        && key.get("key_ops").is_none_or(verifies)
        && key.get("kid").is_none_or(Value::is_string);
    let is_public = !PRIVATE.iter().any(|name| key.contains_key(*name));
    let is_strong = match (text("kty"), text("crv")) {
        (Some("RSA"), None) => is_strong_rsa(key),
        (Some("EC"), Some("P-256")) => has(key, "x", 32) && has(key, "y", 32),
        (Some("EC"), Some("P-384")) => has(key, "x", 48) && has(key, "y", 48),
        (Some("OKP"), Some("Ed25519")) => has(key, "x", 32),
        _ => false,
    };
    is_for_signatures && is_public && is_strong
}

fn verifies(operations: &Value) -> bool {
    let operations = operations.as_array();
    operations.is_some_and(|all| all.iter().any(|operation| operation == "verify"))
}

fn bytes(key: &Members, name: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(key.get(name)?.as_str()?).ok()
}

/// Coordinates have their full length (RFC 7518 section 6.2.1.2).
fn has(key: &Members, name: &str, length: usize) -> bool {
    bytes(key, name).is_some_and(|bytes| bytes.len() == length)
}

/// From 2048 to 4096 bits, with the usual exponent.
fn is_strong_rsa(key: &Members) -> bool {
    let significant = |name| {
        let bytes = bytes(key, name)?;
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        Some(bytes.into_iter().skip(zeros).collect::<Vec<u8>>())
    };
    let bits = significant("n").map_or(0, |n| {
        let spare = n.first().map_or(0, |first| first.leading_zeros() as usize);
        (n.len() * 8).saturating_sub(spare)
    });
    (2048..=4096).contains(&bits) && significant("e").is_some_and(|e| e == [1, 0, 1])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rsa(first: u8, length: usize) -> Value {
        let mut n = vec![1; length];
        n[0] = first;
        json!({"kty": "RSA", "n": URL_SAFE_NO_PAD.encode(n), "e": "AQAB"})
    }

    fn ec() -> Value {
        let part = URL_SAFE_NO_PAD.encode([1; 32]);
        json!({"kty": "EC", "crv": "P-256", "x": part, "y": part})
    }

    fn with(mut key: Value, name: &str, value: Value) -> Value {
        key[name] = value;
        key
    }

    fn usable(key: &Value) -> bool {
        let document = json!({"keys": [{"kty": "unheard-of"}, key]}).to_string();
        read(document.as_bytes()).unwrap().len() == 1
    }

    #[test]
    fn strong_public_keys_for_signatures_are_taken() {
        let ed = json!({"kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode([1; 32])});
        let signing = with(ec(), "key_ops", json!(["verify"]));
        let named = with(with(ec(), "use", json!("sig")), "kid", json!("a"));
        for key in [rsa(0x80, 256), rsa(0xff, 512), ec(), ed, signing, named] {
            assert!(usable(&key), "{key}");
        }
    }

    #[test]
    fn other_keys_are_passed_over() {
        let short = with(ec(), "x", json!(URL_SAFE_NO_PAD.encode([1; 31])));
        for key in [
            rsa(0x7f, 256),
            rsa(0, 256),
            rsa(0x80, 128),
            rsa(0x80, 1024),
            with(rsa(0x80, 256), "e", json!("Aw")),
            with(rsa(0x80, 256), "d", json!("AQAB")),
            with(ec(), "use", json!("enc")),
            with(ec(), "key_ops", json!(["sign"])),
            with(ec(), "key_ops", json!("verify")),
            with(ec(), "kid", json!(1)),
            with(ec(), "crv", json!("P-384")),
            with(ec(), "d", json!("AQAB")),
            short,
            json!({"kty": "oct", "k": URL_SAFE_NO_PAD.encode([1; 32])}),
        ] {
            assert!(!usable(&key), "{key}");
        }
    }

    #[test]
    fn what_is_no_key_set_is_none() {
        for text in ["", "[]", "{}", r#"{"keys":{}}"#, r#"{"keys":[],"keys":[]}"#] {
            assert!(read(text.as_bytes()).is_none(), "{text}");
        }
    }
}
