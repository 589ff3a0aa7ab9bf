//! Signs tokens with aws-lc-rs alone, and writes keys as PEM and JWK.

use std::sync::OnceLock;

use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair, RsaEncoding, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER;

use crate::authn::jwt::Algorithm;

pub(crate) enum Signer {
    Hmac(Box<hmac::Key>),
    Rsa(&'static RsaKeyPair, &'static dyn RsaEncoding),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

/// Bytes that are long enough for every HMAC.
pub(crate) const SECRET: [u8; 64] =
    *b"canary-canary-canary-canary-canary-canary-canary-canary-canary-c";

pub(crate) fn hs256(secret: &[u8]) -> Signer {
    Signer::Hmac(hmac::Key::new(hmac::HMAC_SHA256, secret).into())
}

/// The one RSA key of all tests: generating takes long.
fn rsa() -> &'static RsaKeyPair {
    static KEY: OnceLock<RsaKeyPair> = OnceLock::new();
    KEY.get_or_init(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap())
}

fn ec(algorithm: &'static EcdsaSigningAlgorithm) -> Signer {
    Signer::Ec(EcdsaKeyPair::generate(algorithm).unwrap())
}

impl Signer {
    /// A fresh key for `algorithm`; RSA keys and secrets are shared.
    pub(crate) fn new(algorithm: Algorithm) -> Self {
        let hmac = |algorithm| Self::Hmac(hmac::Key::new(algorithm, &SECRET).into());
        match algorithm {
            Algorithm::HS256 => hmac(hmac::HMAC_SHA256),
            Algorithm::HS384 => hmac(hmac::HMAC_SHA384),
            Algorithm::HS512 => hmac(hmac::HMAC_SHA512),
            Algorithm::RS256 => Self::Rsa(rsa(), &signature::RSA_PKCS1_SHA256),
            Algorithm::RS384 => Self::Rsa(rsa(), &signature::RSA_PKCS1_SHA384),
            Algorithm::RS512 => Self::Rsa(rsa(), &signature::RSA_PKCS1_SHA512),
            Algorithm::PS256 => Self::Rsa(rsa(), &signature::RSA_PSS_SHA256),
            Algorithm::PS384 => Self::Rsa(rsa(), &signature::RSA_PSS_SHA384),
            Algorithm::PS512 => Self::Rsa(rsa(), &signature::RSA_PSS_SHA512),
            Algorithm::ES256 => ec(&signature::ECDSA_P256_SHA256_FIXED_SIGNING),
            Algorithm::ES384 => ec(&signature::ECDSA_P384_SHA384_FIXED_SIGNING),
            Algorithm::EdDSA => Self::Ed(Ed25519KeyPair::generate().unwrap()),
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::Hmac(key) => hmac::sign(key, message).as_ref().to_vec(),
            Self::Rsa(key, encoding) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(*encoding, &random, message, &mut signature).unwrap();
                signature
            }
            Self::Ec(key) => key.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Ed(key) => key.sign(message).as_ref().to_vec(),
        }
    }

    /// A token with these exact texts.
    pub(crate) fn token(&self, header: &str, payload: &str) -> String {
        let message = format!("{}.{}", base64url(header), base64url(payload));
        let signature = self.sign(message.as_bytes());
        format!("{message}.{}", base64url(signature))
    }

    /// `SubjectPublicKeyInfo` in PEM.
    pub(crate) fn pem(&self) -> String {
        let der: PublicKeyX509Der<'_> = match self {
            Self::Hmac(_) => panic!("a secret has no public key"),
            Self::Rsa(key, _) => key.public_key().as_der().unwrap(),
            Self::Ec(key) => key.public_key().as_der().unwrap(),
            Self::Ed(key) => key.public_key().as_der().unwrap(),
        };
        pem("PUBLIC KEY", der.as_ref())
    }

    /// `RSAPublicKey` in PEM.
    pub(crate) fn rsa_pem(&self) -> String {
        let Self::Rsa(key, _) = self else { panic!("not an RSA key") };
        pem("RSA PUBLIC KEY", key.public_key().as_ref())
    }

    /// The members of a JWK that are key material.
    pub(crate) fn jwk(&self) -> serde_json::Value {
        match self {
            Self::Hmac(_) => serde_json::json!({ "kty": "oct", "k": base64url(SECRET) }),
            Self::Rsa(key, _) => {
                let components = DEFAULT_PROVIDER.key_utils.rsa_pub_components_from_public_key;
                let (n, e) = components(key.public_key().as_ref()).unwrap();
                serde_json::json!({ "kty": "RSA", "n": base64url(n), "e": base64url(e) })
            }
            Self::Ec(key) => {
                let point = &key.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                let crv = if x.len() == 32 { "P-256" } else { "P-384" };
                serde_json::json!({ "kty": "EC", "crv": crv, "x": base64url(x), "y": base64url(y) })
            }
            Self::Ed(key) => {
                let x = base64url(key.public_key());
                serde_json::json!({ "kty": "OKP", "crv": "Ed25519", "x": x })
            }
        }
    }
}

pub(crate) fn base64url(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let lines: Vec<_> =
        body.as_bytes().chunks(64).map(|line| str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}
