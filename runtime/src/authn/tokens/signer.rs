//! `Signer`: a validated signing key, in the form that the signature backend takes.

use core::fmt;
use std::collections::BTreeMap;

use aws_lc_rs::hmac;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretSlice};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::config_error::SigningKeyError;
use super::private_pem;
use super::signing_key::Source;
use crate::authn::jwt::{Algorithm, Key};
use crate::outage::Outage;

/// Signs, and knows what verifies its signatures.
pub(super) struct Signer {
    kid: String,
    material: Material,
    /// The protected header of every token (RFC 9068 section 2.1), encoded.
    header: String,
}

enum Material {
    Secret(Box<hmac::Key>, SecretSlice<u8>),
    Ec(EcdsaKeyPair),
    Ed(Ed25519KeyPair),
}

impl Signer {
    /// The strength of a secret is judged by the verifier of its tokens.
    pub(super) fn new(source: &Source, kid: Option<String>) -> Result<Self, SigningKeyError> {
        let material = match source {
            Source::Secret(secret) => Material::Secret(
                hmac::Key::new(hmac::HMAC_SHA256, secret.expose_secret()).into(),
                secret.clone(),
            ),
            Source::Pem(algorithm, pem) => Material::pkcs8(*algorithm, &private_pem::parse(pem)?)?,
            Source::Pkcs8(algorithm, der) => Material::pkcs8(*algorithm, der)?,
        };
        let kid = match (kid, material.thumbprint()) {
            (Some(kid), _) if kid.is_empty() => return Err(SigningKeyError::EmptyKeyId),
            (Some(kid), _) | (None, Some(kid)) => kid,
            (None, None) => return Err(SigningKeyError::EmptyKeyId),
        };
        let header = json!({ "alg": material.algorithm().name(), "kid": kid, "typ": "at+jwt" });
        Ok(Self { kid, material, header: URL_SAFE_NO_PAD.encode(header.to_string()) })
    }

    /// A compact JWS (RFC 7515 section 7.1) with this payload.
    pub(super) fn sign(&self, payload: &[u8]) -> Result<String, Outage> {
        let message = format!("{}.{}", self.header, URL_SAFE_NO_PAD.encode(payload));
        let signature = self.material.sign(message.as_bytes())?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    /// The key that verifies.
    pub(super) fn key(&self) -> Key {
        match &self.material {
            Material::Secret(_, secret) => Key::hs256(secret.clone()).kid(&self.kid),
            Material::Ec(_) | Material::Ed(_) => {
                Key::jwk(&self.public_jwk().unwrap_or_default().to_string())
            }
        }
    }

    /// None of a secret.
    pub(super) fn public_jwk(&self) -> Option<Value> {
        let mut jwk = self.material.public_members()?;
        let members = jwk.as_object_mut()?;
        members.insert("kid".to_owned(), self.kid.as_str().into());
        members.insert("alg".to_owned(), self.material.algorithm().name().into());
        members.insert("use".to_owned(), "sig".into());
        Some(jwk)
    }
}

impl Material {
    fn pkcs8(algorithm: Algorithm, der: &SecretSlice<u8>) -> Result<Self, SigningKeyError> {
        let der = der.expose_secret();
        let key = if algorithm == Algorithm::ES256 {
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map(Self::Ec)
        } else {
            Ed25519KeyPair::from_pkcs8(der).map(Self::Ed)
        };
        key.map_err(|_| SigningKeyError::Invalid(algorithm))
    }

    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Secret(..) => Algorithm::HS256,
            Self::Ec(_) => Algorithm::ES256,
            Self::Ed(_) => Algorithm::EdDSA,
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Outage> {
        let failed = |_| Outage::of("the signature backend");
        match self {
            Self::Secret(key, _) => Ok(hmac::sign(key, message).as_ref().to_vec()),
            Self::Ec(key) => {
                let signature = key.sign(&SystemRandom::new(), message).map_err(failed)?;
                Ok(signature.as_ref().to_vec())
            }
            Self::Ed(key) => Ok(key.try_sign(message).map_err(failed)?.as_ref().to_vec()),
        }
    }

    /// The members that RFC 7638 section 3.2 hashes.
    fn public_members(&self) -> Option<Value> {
        match self {
            Self::Secret(..) => None,
            Self::Ec(key) => {
                // Uncompressed (SEC 1 section 2.3.3): 4, then both coordinates.
                let point = key.public_key().as_ref().strip_prefix(&[4])?;
                let (x, y) = point.split_at_checked(32)?;
                let [x, y] = [x, y].map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate));
                Some(json!({ "crv": "P-256", "kty": "EC", "x": x, "y": y }))
            }
            Self::Ed(key) => {
                let x = URL_SAFE_NO_PAD.encode(key.public_key().as_ref());
                Some(json!({ "crv": "Ed25519", "kty": "OKP", "x": x }))
            }
        }
    }

    /// In the order of names, whatever order the maps of this build keep (RFC 7638 section 3.3).
    fn thumbprint(&self) -> Option<String> {
        let members = self.public_members()?;
        let members: BTreeMap<_, _> = members.as_object()?.iter().collect();
        let text = serde_json::to_string(&members).ok()?;
        Some(URL_SAFE_NO_PAD.encode(Sha256::digest(text)))
    }
}

/// Never the material.
impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("algorithm", &self.material.algorithm())
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}
