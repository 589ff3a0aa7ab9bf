//! `Key`: a key as the configuration gives it, not yet validated.

use core::fmt;

use secrecy::{ExposeSecret, SecretSlice, SecretString};

use super::config_error::{KeyProblem, KeyProblems};
use super::key_set::VerifyingKey;
use super::{Algorithm, jwk, material, pem};

/// A key that tokens may be signed with, and the one algorithm it is for.
///
/// Constructors accept anything; [`build`](super::JwtBuilder::build) validates and names what is
/// wrong. `Debug` shows the algorithm and the `kid` only.
pub struct Key {
    kid: Option<String>,
    source: Source,
}

/// Even what should be public is kept as a secret: a private key may be given by mistake.
enum Source {
    Secret(Algorithm, SecretSlice<u8>),
    Pem(Algorithm, SecretSlice<u8>),
    Jwk(Option<Algorithm>, SecretString),
}

impl Key {
    /// A secret of at least 32 random bytes for HS256.
    pub fn hs256(secret: SecretSlice<u8>) -> Self {
        Self::from(Source::Secret(Algorithm::HS256, secret))
    }

    /// A secret of at least 48 random bytes for HS384.
    pub fn hs384(secret: SecretSlice<u8>) -> Self {
        Self::from(Source::Secret(Algorithm::HS384, secret))
    }

    /// A secret of at least 64 random bytes for HS512.
    pub fn hs512(secret: SecretSlice<u8>) -> Self {
        Self::from(Source::Secret(Algorithm::HS512, secret))
    }

    /// One public key in PEM: `PUBLIC KEY`, or `RSA PUBLIC KEY` for RSA. Private keys and
    /// certificates are refused.
    pub fn pem(algorithm: Algorithm, document: impl Into<Vec<u8>>) -> Self {
        Self::from(Source::Pem(algorithm, document.into().into()))
    }

    /// One JSON Web Key (RFC 7517) that names its `alg`. Its `kid` is taken over.
    pub fn jwk(json: &str) -> Self {
        Self::from(Source::Jwk(None, json.into()))
    }

    /// One JSON Web Key (RFC 7517) for `algorithm`. If it has an `alg`, that must be the same.
    pub fn jwk_for(algorithm: Algorithm, json: &str) -> Self {
        Self::from(Source::Jwk(Some(algorithm), json.into()))
    }

    /// The `kid` by which tokens name this key. A key without one is tried for every token of its
    /// algorithm that names no other key.
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    fn from(source: Source) -> Self {
        Self { kid: None, source }
    }

    pub(super) fn validate(&self) -> Result<VerifyingKey, KeyProblems> {
        let unnamed = |algorithm, material| VerifyingKey { algorithm, kid: None, material };
        let mut key = match &self.source {
            Source::Secret(algorithm, secret) => {
                unnamed(*algorithm, material::secret(*algorithm, secret.expose_secret())?)
            }
            Source::Pem(algorithm, document) => {
                let public = pem::parse(document.expose_secret())?;
                unnamed(*algorithm, material::public_key(*algorithm, &public)?)
            }
            Source::Jwk(algorithm, json) => jwk::parse(json.expose_secret(), *algorithm)?,
        };
        match (&self.kid, &key.kid) {
            (Some(configured), Some(own)) if configured != own => {
                return Err(KeyProblem::KeyIdConflict.into());
            }
            (Some(configured), _) => key.kid = Some(configured.clone()),
            (None, _) => {}
        }
        if key.kid.as_deref() == Some("") {
            return Err(KeyProblem::EmptyKeyId.into());
        }
        Ok(key)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithm = match &self.source {
            Source::Secret(algorithm, _) | Source::Pem(algorithm, _) => Some(algorithm),
            Source::Jwk(algorithm, _) => algorithm.as_ref(),
        };
        f.debug_struct("Key")
            .field("algorithm", &algorithm)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}
