//! Keys, and tokens of 500 bytes that they sign.

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RSA_PKCS1_SHA256,
    RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

pub(crate) const ISSUER: &str = "https://issuer.example";
pub(crate) const AUDIENCE: &str = "my-api";
pub(crate) const SECRET: &[u8] = b"0123456789-0123456789-0123456789-0123456789";

/// The length of a token.
const LENGTH: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    HS256,
    RS256,
    ES256,
    EdDSA,
}

impl Algorithm {
    pub(crate) const ALL: [Self; 4] = [Self::HS256, Self::RS256, Self::ES256, Self::EdDSA];
}

pub(crate) enum Signer {
    Secret(Box<hmac::Key>),
    Rsa(RsaKeyPair),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

impl Signer {
    /// A new key; the secret is always the same.
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::HS256 => Self::Secret(Box::new(hmac::Key::new(hmac::HMAC_SHA256, SECRET))),
            Algorithm::RS256 => Self::Rsa(RsaKeyPair::generate(KeySize::Rsa2048).expect("a key")),
            Algorithm::ES256 => {
                Self::Ec(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key"))
            }
            Algorithm::EdDSA => Self::Ed(Ed25519KeyPair::generate().expect("a key")),
        }
    }

    /// The public key in PEM; nothing of a secret.
    pub(crate) fn pem(&self) -> String {
        let der: PublicKeyX509Der<'_> = match self {
            Self::Secret(_) => return String::new(),
            Self::Rsa(key) => key.public_key().as_der().expect("a key"),
            Self::Ec(key) => key.public_key().as_der().expect("a key"),
            Self::Ed(key) => key.public_key().as_der().expect("a key"),
        };
        let body = STANDARD.encode(der.as_ref());
        format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
    }

    /// A token of user `number`, as long as it may be.
    pub(crate) fn token(&self, number: usize) -> String {
        let name = match self {
            Self::Secret(_) => "HS256",
            Self::Rsa(_) => "RS256",
            Self::Ec(_) => "ES256",
            Self::Ed(_) => "EdDSA",
        };
        let header = encode(&json!({ "alg": name, "typ": "at+jwt" }).to_string());
        let signature = URL_SAFE_NO_PAD.encode(self.sign(b"")).len();
        let left = (LENGTH - header.len() - signature - 2) / 4 * 3;
        let message = format!("{header}.{}", encode(&payload(number, left)));
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(self.sign(message.as_bytes())))
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Secret(key) => hmac::sign(key, message).as_ref().to_vec(),
            Self::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature).expect("signs");
                signature
            }
            Self::Ec(key) => key.sign(&random, message).expect("signs").as_ref().to_vec(),
            Self::Ed(key) => key.sign(message).as_ref().to_vec(),
        }
    }
}

/// Claims of `length` bytes: the required ones, the usual ones while they fit, and padding.
fn payload(number: usize, length: usize) -> String {
    let mut claims = Map::new();
    for (name, value) in [
        ("iss", json!(ISSUER)),
        ("aud", json!(AUDIENCE)),
        ("sub", json!(format!("user-{number:07}"))),
        ("exp", json!(4_102_444_800_u64)),
        ("iat", json!(1_700_000_000)),
        ("jti", json!(format!("7f1c9a52-0d7e-4a57-9d55-{number:012}"))),
        ("client_id", json!("web-frontend")),
        ("scope", json!("reports:read reports:write profile")),
        ("roles", json!(["editor"])),
    ] {
        let before = claims.clone();
        claims.insert(name.to_owned(), value);
        if Value::from(claims.clone()).to_string().len() > length {
            claims = before;
            break;
        }
    }
    let padding = |filler: String| {
        let mut claims = claims.clone();
        claims.insert("p".to_owned(), filler.into());
        Value::from(claims).to_string()
    };
    let least = padding(String::new()).len();
    padding("x".repeat(length.saturating_sub(least)))
}

fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}
