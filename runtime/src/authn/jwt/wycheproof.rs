//! The JWS vectors of Project Wycheproof, against the JWS layer.

use std::io::Write as _;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::key_set::KeySet;
use super::{Algorithm, Key, compact};

const VECTORS: usize = 401;

/// Vectors whose label is not what we answer, and why. Each must still be needed.
const EXCEPTIONS: &[(u64, &str)] = &[
    (346, "labelled valid: a PS384 token under a key whose `alg` says PS256"),
    (347, "labelled valid: P-521 is not on offer, and `ES521` is no algorithm"),
    (350, "labelled valid: a PS384 token under a key whose `alg` says PS256"),
    (351, "labelled valid: P-521 is not on offer, and `ES521` is no algorithm"),
    (367, "labelled invalid: byte for byte the valid vector 357"),
    (370, "labelled invalid: byte for byte the valid vector 357"),
    (372, "labelled valid: a `?` in the header is not base64url"),
    (373, "labelled valid: a `?` in the payload is not base64url"),
];

#[test]
fn every_vector_is_answered_as_labelled() {
    let Some(folder) = std::env::var_os("PORTCULLIS_VECTORS") else {
        // Not a print macro: the test runner keeps what those say about a test that passes.
        let line = "skipped: PORTCULLIS_VECTORS does not name the folder of test vectors";
        writeln!(std::io::stderr(), "{line}").unwrap();
        return;
    };
    let text = std::fs::read(Path::new(&folder).join("json_web_signature_test.json")).unwrap();
    let suite: Value = serde_json::from_slice(&text).unwrap();
    let mut executed = 0;
    let mut surprises = Vec::new();
    for group in suite["testGroups"].as_array().unwrap() {
        let jwk = group.get("public").or_else(|| group.get("private")).unwrap();
        for vector in group["tests"].as_array().unwrap() {
            executed += 1;
            let jws = vector["jws"].as_str().unwrap();
            let valid = vector["result"] == "valid";
            if accepts(jwk, jws) != valid {
                surprises.push(vector["tcId"].as_u64().unwrap());
            }
        }
    }
    let expected: Vec<_> = EXCEPTIONS.iter().map(|(id, _)| *id).collect();
    assert_eq!(surprises, expected);
    assert_eq!(executed, VECTORS);
}

/// A key that cannot be configured accepts nothing.
fn accepts(jwk: &Value, jws: &str) -> bool {
    let text = jwk.to_string();
    // Without an `alg` the token's own is taken, so that nothing but `use` and `key_ops` is wrong.
    let key = match jwk.get("alg") {
        Some(_) => Key::jwk(&text),
        None => Key::jwk_for(named_by(jws), &text),
    };
    let mut problems = Vec::new();
    let keys = KeySet::validate(&[key], &mut problems);
    problems.is_empty() && compact::open(jws, 8192, &keys).is_ok()
}

fn named_by(jws: &str) -> Algorithm {
    let header = URL_SAFE_NO_PAD.decode(jws.split('.').next().unwrap()).unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    Algorithm::named(header["alg"].as_str().unwrap()).unwrap()
}
