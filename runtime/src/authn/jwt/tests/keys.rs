//! Which key a token is tried with.

use super::mint::Signer;
use super::{AUDIENCE, ISSUER, claims, refusal};
use crate::authn::jwt::{Algorithm, Jwt, Key, TokenError};

const ALGORITHM: Algorithm = Algorithm::ES256;

fn token(signer: &Signer, kid: Option<&str>) -> String {
    let kid = kid.map(|kid| format!(r#","kid":"{kid}""#)).unwrap_or_default();
    signer.token(&format!(r#"{{"alg":"ES256"{kid}}}"#), &claims().to_string())
}

#[test]
fn the_kid_selects_the_key() {
    let [first, second, unnamed, other] = [(); 4].map(|()| Signer::new(ALGORITHM));
    let jwt = Jwt::bearer(ISSUER, AUDIENCE)
        .key(Key::pem(ALGORITHM, first.pem()).kid("first"))
        .key(Key::pem(ALGORITHM, second.pem()).kid("second"))
        .key(Key::pem(ALGORITHM, unnamed.pem()))
        .key(Key::pem(Algorithm::EdDSA, Signer::new(Algorithm::EdDSA).pem()).kid("ed"))
        .build()
        .unwrap();
    for (signer, kid, expected) in [
        (&first, Some("first"), None),
        (&second, Some("second"), None),
        (&first, Some("second"), Some(TokenError::Signature)),
        (&unnamed, Some("first"), Some(TokenError::Signature)),
        // A name that no key has leaves the keys without a name.
        (&unnamed, Some("unknown"), None),
        (&first, Some("unknown"), Some(TokenError::Signature)),
        (&unnamed, Some(""), None),
        // Without a name every key of the algorithm is tried.
        (&first, None, None),
        (&second, None, None),
        (&unnamed, None, None),
        (&other, None, Some(TokenError::Signature)),
        // The named key is for another algorithm: no other key stands in for it.
        (&unnamed, Some("ed"), Some(TokenError::NoKey)),
    ] {
        assert_eq!(refusal(&jwt, &token(signer, kid)), expected, "{kid:?}");
    }
}

#[test]
fn an_unknown_kid_finds_no_named_key() {
    let signer = Signer::new(ALGORITHM);
    let key = Key::pem(ALGORITHM, signer.pem()).kid("first");
    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(key).build().unwrap();
    assert_eq!(refusal(&jwt, &token(&signer, Some("first"))), None);
    assert_eq!(refusal(&jwt, &token(&signer, Some("First"))), Some(TokenError::NoKey));
}

#[test]
fn the_kid_of_a_jwk_is_taken_over() {
    let signer = Signer::new(ALGORITHM);
    let mut jwk = signer.jwk();
    jwk["kid"] = "own".into();
    jwk["alg"] = "ES256".into();
    let build = |key| Jwt::bearer(ISSUER, AUDIENCE).key(key).build();
    let jwt = build(Key::jwk(&jwk.to_string())).unwrap();
    assert_eq!(refusal(&jwt, &token(&signer, Some("own"))), None);
    assert_eq!(refusal(&jwt, &token(&signer, Some("other"))), Some(TokenError::NoKey));
    assert!(build(Key::jwk(&jwk.to_string()).kid("own")).is_ok());
    assert!(build(Key::jwk(&jwk.to_string()).kid("other")).is_err());
}
