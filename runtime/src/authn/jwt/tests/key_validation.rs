//! Keys that are refused, each with the exact problem.

use serde_json::{Value, json};

use super::mint::{self, Signer};
use super::{AUDIENCE, ISSUER};
use crate::authn::jwt::{Algorithm, ConfigProblem, Jwt, Key, KeyProblem};

const RSA_1024: &str = "-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCuPwkF/tseTKyfcU6A4xJifPWS
svLhsbBCi5QSlhUaIx4/GEzVM8B9rQNCRyR/6jRspKYKjH6stTLIL4yQCmkOmeUk
1suu1y1bicbcOXQdINseUDOVWI3E4OngoCXWYgB7VawfbA7qKWBiAz6PCT3XIAK3
ZRUCGiPg9eR0ZJ1QuQIDAQAB
-----END PUBLIC KEY-----";

const RSA_EXPONENT_3: &str = "-----BEGIN PUBLIC KEY-----
MIIBIDANBgkqhkiG9w0BAQEFAAOCAQ0AMIIBCAKCAQEA9BISur2QTFGSVv/YDa06
QhqA7IZpEYzE16NKXJGzBd/qlLxkZ8wTZIg1nOOlOI417CBXHwDK+zpkxpMeXE8R
QxYr49u9tlfPRlMgtWLRxk07D/VBQcbGACYbmBHgb4j+vzXPDPpp3YVOvO0OVeYW
We1zUYp9kN53jAvuX0ogZ6W+V3ebcdmbVzkNZ0kYpz88hd66MHwmTYDFdVzjxXp+
Cltx0k+COvWNyHQt+6eaORwERGPfqSFwCnGsFC8QrUCGWhL4fe1MBRFpnrjVgg6O
veJ+Apmiaq7MwIXr3C0GPIhYunWndT9geLCdmNg7QoZZt47jt9VkNZ54bdTj4Xxq
jwIBAw==
-----END PUBLIC KEY-----";

const SECP256K1: &str = "-----BEGIN PUBLIC KEY-----
MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEr3PjmBpg9yWJa93W6RfGLCeEYofPb3Vx
2M+gIY+DgHXrZiFaCastI217cC9ZN+UwiMf7YrCJ9VOUhI1j5wIqmQ==
-----END PUBLIC KEY-----";

/// What is wrong with the only key.
fn key_problems(key: Key) -> Vec<KeyProblem> {
    let error = Jwt::bearer(ISSUER, AUDIENCE).key(key).build().err();
    let problems = error.map(|error| error.problems().to_vec()).unwrap_or_default();
    let only = problems.into_iter().map(|problem| match problem {
        ConfigProblem::Key { position: 1, problem } => problem,
        other => panic!("{other}"),
    });
    only.collect()
}

#[test]
fn secrets_are_at_least_as_long_as_the_hash() {
    for (key, algorithm, least) in [
        (Key::hs256 as fn(_) -> _, Algorithm::HS256, 32),
        (Key::hs384, Algorithm::HS384, 48),
        (Key::hs512, Algorithm::HS512, 64),
    ] {
        assert_eq!(key_problems(key(vec![7; least].into())), []);
        for length in [0, least - 1] {
            let expected = KeyProblem::ShortSecret { algorithm, length, least };
            assert_eq!(key_problems(key(vec![7; length].into())), [expected]);
        }
    }
    let pem = Signer::new(Algorithm::ES256).pem().into_bytes();
    assert_eq!(key_problems(Key::hs256(pem.into())), [KeyProblem::SecretIsPublic]);
    let jwk = br#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    assert_eq!(key_problems(Key::hs256(jwk.to_vec().into())), [KeyProblem::SecretIsPublic]);
}

#[test]
fn pem_documents_are_one_public_key_for_the_algorithm() {
    use Algorithm::{ES256, ES384, EdDSA, HS256, PS512, RS256};
    let [p256, p384, ed, rsa] = [ES256, ES384, EdDSA, RS256].map(|it| Signer::new(it).pem());
    let pkcs1 = Signer::new(RS256).rsa_pem();
    let label = |label| mint::pem(label, &[0x30, 0]);
    let malformed = KeyProblem::MalformedPem;
    for (algorithm, document, expected) in [
        (ES256, p256.clone(), None),
        (ES256, format!("\n{}\n\n", p256.replace('\n', "\r\n")), None),
        (PS512, pkcs1.clone(), None),
        (HS256, rsa.clone(), Some(KeyProblem::WrongKind(HS256))),
        (ES256, pkcs1.clone(), Some(KeyProblem::WrongKind(ES256))),
        (EdDSA, pkcs1, Some(KeyProblem::WrongKind(EdDSA))),
        (ES256, p384.clone(), Some(KeyProblem::InvalidPoint("P-256"))),
        (ES384, p256.clone(), Some(KeyProblem::InvalidPoint("P-384"))),
        (ES256, SECP256K1.into(), Some(KeyProblem::InvalidPoint("P-256"))),
        (ES256, rsa.clone(), Some(KeyProblem::InvalidPoint("P-256"))),
        (EdDSA, p256.clone(), Some(KeyProblem::InvalidEd25519)),
        (RS256, ed, Some(KeyProblem::InvalidRsa)),
        (RS256, RSA_1024.into(), Some(KeyProblem::RsaSize(1024))),
        (RS256, RSA_EXPONENT_3.into(), Some(KeyProblem::RsaExponent)),
        (RS256, label("PRIVATE KEY"), Some(KeyProblem::PemLabel("PRIVATE KEY"))),
        (RS256, label("RSA PRIVATE KEY"), Some(KeyProblem::PemLabel("RSA PRIVATE KEY"))),
        (ES256, label("EC PRIVATE KEY"), Some(KeyProblem::PemLabel("EC PRIVATE KEY"))),
        (RS256, label("CERTIFICATE"), Some(KeyProblem::PemLabel("CERTIFICATE"))),
        (RS256, label("X"), Some(KeyProblem::PemLabel("something else"))),
        (ES256, label("PUBLIC KEY"), Some(KeyProblem::InvalidPoint("P-256"))),
        (EdDSA, mint::pem("PUBLIC KEY", &[7; 32]), Some(malformed.clone())),
        (ES256, String::new(), Some(malformed.clone())),
        (ES256, format!("{p256}{p256}"), Some(malformed.clone())),
        (ES256, format!("{p256}{p384}"), Some(malformed.clone())),
        (ES256, p256.replace("END PUBLIC", "END"), Some(malformed.clone())),
        (ES256, p256.replacen('M', "!", 1), Some(malformed)),
    ] {
        let found = key_problems(Key::pem(algorithm, document.as_str()));
        assert_eq!(found, Vec::from_iter(expected), "{algorithm} {document}");
    }
    assert_eq!(key_problems(Key::pem(ES256, [0xff])), [KeyProblem::MalformedPem]);
}

/// A JWK with `changes`; `null` removes a member.
fn jwk(algorithm: Algorithm, changes: &Value) -> String {
    let mut jwk = Signer::new(algorithm).jwk();
    jwk["alg"] = algorithm.name().into();
    for (name, value) in changes.as_object().unwrap() {
        jwk[name] = value.clone();
    }
    jwk.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    jwk.to_string()
}

#[test]
fn jwks_are_public_keys_that_may_verify() {
    use Algorithm::{ES256, ES384, EdDSA, HS256, RS256};
    let short = "AAAA";
    let leading_zero = mint::base64url([&[0_u8][..], &[0xff; 256]].concat());
    let member = |name, algorithm| Some(KeyProblem::JwkMember(name, algorithm));
    for (algorithm, changes, expected) in [
        (ES256, json!({}), None),
        (ES256, json!({ "use": "sig", "key_ops": ["verify"], "x5t": "ignored" }), None),
        (HS256, json!({ "key_ops": ["sign", "verify"] }), None),
        (HS256, json!({ "key_ops": ["sign"] }), Some(KeyProblem::JwkOperations)),
        (ES256, json!({ "use": "enc" }), Some(KeyProblem::JwkUse)),
        (ES256, json!({ "use": ["sig"] }), Some(KeyProblem::JwkUse)),
        (ES256, json!({ "key_ops": [] }), Some(KeyProblem::JwkOperations)),
        (ES256, json!({ "key_ops": "verify" }), Some(KeyProblem::JwkOperations)),
        (ES256, json!({ "alg": null }), Some(KeyProblem::JwkWithoutAlgorithm)),
        (ES256, json!({ "alg": "none" }), Some(KeyProblem::JwkAlgorithm)),
        (ES256, json!({ "alg": 7 }), Some(KeyProblem::JwkAlgorithm)),
        (ES256, json!({ "alg": "ES384" }), member("crv", ES384)),
        (ES256, json!({ "alg": "RS256" }), member("kty", RS256)),
        (ES256, json!({ "alg": "HS256" }), member("kty", HS256)),
        (ES256, json!({ "crv": "secp256k1" }), member("crv", ES256)),
        (ES256, json!({ "kid": 7 }), member("kid", ES256)),
        (ES256, json!({ "kid": "" }), Some(KeyProblem::EmptyKeyId)),
        (ES256, json!({ "y": null }), member("y", ES256)),
        (ES256, json!({ "x": short }), member("x", ES256)),
        (ES256, json!({ "x": mint::base64url([7; 32]) }), Some(KeyProblem::InvalidPoint("P-256"))),
        (ES256, json!({ "d": "AAAA" }), Some(KeyProblem::JwkPrivate("d"))),
        (RS256, json!({ "p": "AAAA" }), Some(KeyProblem::JwkPrivate("p"))),
        (RS256, json!({ "n": short }), Some(KeyProblem::InvalidRsa)),
        (RS256, json!({ "n": leading_zero }), Some(KeyProblem::InvalidRsa)),
        (RS256, json!({ "n": mint::base64url([0xff; 128]) }), Some(KeyProblem::RsaSize(1024))),
        (RS256, json!({ "n": mint::base64url([0xff; 1025]) }), Some(KeyProblem::RsaSize(8200))),
        (RS256, json!({ "e": "Aw" }), Some(KeyProblem::RsaExponent)),
        (RS256, json!({ "e": "AQAB=" }), member("e", RS256)),
        (EdDSA, json!({ "crv": "X25519" }), member("crv", EdDSA)),
        (EdDSA, json!({ "x": short }), member("x", EdDSA)),
    ] {
        let found = key_problems(Key::jwk(&jwk(algorithm, &changes)));
        assert_eq!(found, Vec::from_iter(expected), "{algorithm} {changes}");
    }
    for text in ["", "[]", r#"{"kty":"oct","kty":"oct"}"#] {
        assert_eq!(key_problems(Key::jwk(text)), [KeyProblem::MalformedJwk]);
    }
}

#[test]
fn the_algorithm_of_a_jwk_is_its_own_or_given() {
    let without = jwk(Algorithm::ES256, &json!({ "alg": null }));
    assert_eq!(key_problems(Key::jwk_for(Algorithm::ES256, &without)), []);
    let with = jwk(Algorithm::RS256, &json!({}));
    assert_eq!(key_problems(Key::jwk_for(Algorithm::RS256, &with)), []);
    assert_eq!(key_problems(Key::jwk_for(Algorithm::PS256, &with)), [KeyProblem::JwkAlgorithm]);
}

#[test]
fn a_jwk_reports_all_its_problems() {
    let bad = json!({ "use": "enc", "key_ops": ["sign"], "d": "AAAA", "x": 7 });
    let found = key_problems(Key::jwk(&jwk(Algorithm::EdDSA, &bad)));
    assert_eq!(found.len(), 4);
}
