//! An issuer: keys that it signs with, and how it publishes them.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portcullis_tests::tokens::{now, unsigned};
use serde_json::{Value, json};

pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const AUDIENCE: &str = "my-api";

/// A key for ES256 with a `kid`.
pub(crate) struct Signer {
    kid: String,
    pair: EcdsaKeyPair,
}

impl Signer {
    pub(crate) fn new(kid: &str) -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
        Self { kid: kid.to_owned(), pair }
    }

    /// The public key.
    pub(crate) fn jwk(&self) -> Value {
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        json!({
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.kid,
            "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        })
    }

    /// A good token of alice.
    pub(crate) fn token(&self) -> String {
        self.token_of(ISSUER, "alice")
    }

    pub(crate) fn token_of(&self, issuer: &str, subject: &str) -> String {
        let claims = json!({
            "iss": issuer, "aud": AUDIENCE, "sub": subject, "exp": now() + 600,
        });
        self.sign(&json!({ "alg": "ES256", "kid": self.kid }), &claims)
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let message = unsigned(header, claims);
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// The set of these keys.
pub(crate) fn set<'a>(signers: impl IntoIterator<Item = &'a Signer>) -> String {
    set_of(&signers.into_iter().map(Signer::jwk).collect::<Vec<_>>())
}

pub(crate) fn set_of(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}
