//! Keys of each kind, and their rotation.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use portcullis::Principal;
use portcullis::authn::jwt::{Jwt, Key};
use portcullis::authn::tokens::{SigningKey, TokenIssuer, TokenIssuerBuilder};
use portcullis::store::MemoryStore;
use serde_json::Value;

use crate::Permission;
use crate::people::People;
use crate::spy::Spy;
use crate::world::{AUDIENCE, ISSUER, PRIVATE_KEY, World};

/// A new P-256 key in PEM.
fn es256_pem() -> String {
    let random = SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
    let body = STANDARD.encode(der.as_ref());
    format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
}

fn with_key(key: SigningKey) -> TokenIssuerBuilder<Permission> {
    TokenIssuer::builder(ISSUER, AUDIENCE, key, People::new())
}

fn header(token: &str) -> Value {
    let header = token.split('.').next().unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap()
}

#[test]
fn each_kind_of_key_signs_what_its_verifier_takes() {
    for (algorithm, key) in [
        ("EdDSA", SigningKey::eddsa(PRIVATE_KEY.into())),
        ("EdDSA", SigningKey::generate().unwrap()),
        ("ES256", SigningKey::es256(es256_pem().into())),
        ("HS256", SigningKey::hs256(vec![7; 32].into(), "the-secret")),
    ] {
        let world = World::with(|_| with_key(key));
        let tokens = world.log_in("ada");
        assert_eq!(world.status(&tokens.access), 200, "{algorithm}");
        let header = header(&tokens.access);
        assert_eq!((&header["alg"], &header["typ"]), (&algorithm.into(), &"at+jwt".into()));
        assert_eq!(header.as_object().unwrap().len(), 3);
        let keys = world.issuer.jwks();
        match keys["keys"].as_array().unwrap().as_slice() {
            [jwk] => {
                assert_eq!((&jwk["kid"], &jwk["alg"]), (&header["kid"], &header["alg"]));
                let key = Key::jwk(&jwk.to_string());
                let other = Jwt::access_tokens(ISSUER, AUDIENCE).key(key).build().unwrap();
                other.verify::<Permission>(&tokens.access).unwrap();
            }
            none => assert!(none.is_empty() && algorithm == "HS256", "{none:?}"),
        }
    }
}

/// Three deployments of one app: before, during and after the change of its key.
#[test]
fn a_key_is_replaced_without_logging_anybody_out() {
    let store = Spy::before(Arc::new(MemoryStore::new()));
    let old = || SigningKey::eddsa(PRIVATE_KEY.into());
    let new_pem = es256_pem();
    let new = || SigningKey::es256(new_pem.clone().into());
    let deployed = |builder: TokenIssuerBuilder<Permission>| {
        World::before(store.clone(), |_| builder.store(store.clone()))
    };
    let before = deployed(with_key(old()));
    let first = before.log_in("ada");

    let during = deployed(with_key(new()).other_key(old()));
    assert_eq!(during.issuer.jwks()["keys"].as_array().unwrap().len(), 2);
    assert_eq!(during.status(&first.access), 200);
    let second = during.refresh(&first.refresh);
    assert_eq!(header(&second.access)["alg"], "ES256", "the other key does not sign");

    let after = deployed(with_key(new()));
    assert_eq!(after.status(&first.access), 401, "its key is gone");
    assert_eq!(after.status(&second.access), 200);
    assert_eq!(after.status(&after.refresh(&second.refresh).access), 200);
}

#[test]
fn a_verifier_of_another_key_refuses() {
    let world = World::new();
    let tokens = world.log_in("ada");
    let stranger = with_key(SigningKey::generate().unwrap()).build().unwrap();
    let refused: Result<Principal<Permission>, _> = stranger.verifier().verify(&tokens.access);
    refused.unwrap_err();
}
