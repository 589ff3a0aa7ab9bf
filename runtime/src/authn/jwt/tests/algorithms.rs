//! Every algorithm verifies its own signatures and nobody else's.

use super::mint::{self, Signer};
use super::{AUDIENCE, ISSUER, claims, refusal};
use crate::authn::jwt::{Algorithm, Jwt, Key, TokenError};

fn keys(algorithm: Algorithm, signer: &Signer) -> Vec<Key> {
    let secret = || mint::SECRET.to_vec().into();
    let mut keys = vec![Key::jwk_for(algorithm, &signer.jwk().to_string())];
    match algorithm {
        Algorithm::HS256 => keys.push(Key::hs256(secret())),
        Algorithm::HS384 => keys.push(Key::hs384(secret())),
        Algorithm::HS512 => keys.push(Key::hs512(secret())),
        _ => keys.push(Key::pem(algorithm, signer.pem())),
    }
    if let Signer::Rsa(..) = signer {
        keys.push(Key::pem(algorithm, signer.rsa_pem()));
    }
    keys
}

#[test]
fn every_algorithm_verifies_what_it_signed_and_nothing_else() {
    assert_eq!(Algorithm::ALL.len(), 12);
    for &algorithm in Algorithm::ALL {
        let signer = Signer::new(algorithm);
        for key in keys(algorithm, &signer) {
            let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(key).build().unwrap();
            for &other in Algorithm::ALL {
                // A genuine signature by `other` under a header that says `named`.
                for &named in Algorithm::ALL {
                    let minter = if other == algorithm { &signer } else { &Signer::new(other) };
                    let header = format!(r#"{{"alg":"{named}"}}"#);
                    let token = minter.token(&header, &claims().to_string());
                    let expected = match (named == algorithm, other == algorithm) {
                        (true, true) => None,
                        (true, false) => Some(TokenError::Signature),
                        (false, _) => Some(TokenError::NoKey),
                    };
                    assert_eq!(refusal(&jwt, &token), expected, "{algorithm} {other} {named}");
                }
            }
        }
    }
}

#[test]
fn names_of_algorithms_are_exact() {
    for name in
        ["none", "None", "NONE", "nOnE", "", "hs256", "HS256 ", "ES512", "ES256K", "Ed25519"]
    {
        assert_eq!(Algorithm::named(name), None, "{name}");
    }
    for &algorithm in Algorithm::ALL {
        assert_eq!(Algorithm::named(&algorithm.to_string()), Some(algorithm));
    }
}

#[test]
fn a_public_key_is_not_a_secret() {
    let signer = Signer::new(Algorithm::RS256);
    let pem = signer.pem();
    let verifier = |key| Jwt::bearer(ISSUER, AUDIENCE).key(key).build();
    let public = verifier(Key::pem(Algorithm::RS256, pem.as_str())).unwrap();
    let claims = claims().to_string();

    // Control: the genuine token.
    assert_eq!(refusal(&public, &signer.token(r#"{"alg":"RS256"}"#, &claims)), None);

    for secret in [pem.as_bytes(), pem.trim().as_bytes(), signer.rsa_pem().as_bytes()] {
        for alg in ["HS256", "RS256"] {
            let forged = mint::hs256(secret).token(&format!(r#"{{"alg":"{alg}"}}"#), &claims);
            assert!(refusal(&public, &forged).is_some());
        }
    }
    // The other direction: an RSA signature, or the PEM, before a verifier of secrets.
    let secret = verifier(Key::hs256(mint::SECRET.to_vec().into())).unwrap();
    let token = signer.token(r#"{"alg":"RS256"}"#, &claims);
    assert_eq!(refusal(&secret, &token), Some(TokenError::NoKey));
    assert!(verifier(Key::hs256(pem.into_bytes().into())).is_err());
}
