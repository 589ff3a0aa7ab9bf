//! `SigningKey`: a key that access tokens are signed with, as the configuration gives it.

use core::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::Ed25519KeyPair;
use secrecy::{SecretSlice, SecretString};
use serde_json::Value;

use super::config_error::SigningKeyError;
use super::signer::Signer;
use crate::authn::jwt::Algorithm;
use crate::outage::Outage;

/// A key that access tokens are signed with, and the one algorithm it is for.
///
/// Constructors accept anything; [`build`](super::TokenIssuerBuilder::build) validates. `Debug` shows
/// the algorithm and the `kid` only.
///
/// ```sh
/// openssl genpkey -algorithm ed25519                                   # for SigningKey::eddsa
/// openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256       # for SigningKey::es256
/// openssl rand 32                                                      # for SigningKey::hs256
/// ```
pub struct SigningKey {
    kid: Option<String>,
    source: Source,
}

pub(super) enum Source {
    Secret(SecretSlice<u8>),
    Pem(Algorithm, SecretString),
    Pkcs8(Algorithm, SecretSlice<u8>),
}

impl SigningKey {
    /// An Ed25519 private key for `EdDSA`: one PEM document `PRIVATE KEY` (PKCS#8, RFC 5958).
    pub fn eddsa(pem: SecretString) -> Self {
        Self { kid: None, source: Source::Pem(Algorithm::EdDSA, pem) }
    }

    /// A P-256 private key for ES256: one PEM document `PRIVATE KEY` (PKCS#8, RFC 5958).
    pub fn es256(pem: SecretString) -> Self {
        Self { kid: None, source: Source::Pem(Algorithm::ES256, pem) }
    }

    /// A secret of at least 32 random bytes for HS256, and what tokens call it. Whoever verifies can
    /// sign with it too, so it is for an app that is its own only verifier.
    pub fn hs256(secret: SecretSlice<u8>, kid: impl Into<String>) -> Self {
        Self { kid: Some(kid.into()), source: Source::Secret(secret) }
    }

    /// A new Ed25519 key that nobody else has: for tests and examples. It ends with the process, and
    /// every access token with it.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn generate() -> Result<Self, Outage> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new())
            .map_err(|_| Outage::of("the source of randomness"))?;
        let der = document.as_ref().to_vec().into();
        Ok(Self { kid: None, source: Source::Pkcs8(Algorithm::EdDSA, der) })
    }

    /// What tokens call it (`kid`). The default is its thumbprint (RFC 7638).
    #[must_use]
    pub fn kid(mut self, kid: impl Into<String>) -> Self {
        self.kid = Some(kid.into());
        self
    }

    /// The public half as a JSON Web Key (RFC 7517), with `kid`, `alg` and `use`.
    ///
    /// # Errors
    /// It is not a usable key, or a secret, which has no public half.
    pub fn public_jwk(&self) -> Result<Value, SigningKeyError> {
        self.signer()?.public_jwk().ok_or(SigningKeyError::NoPublicHalf)
    }

    pub(super) fn signer(&self) -> Result<Signer, SigningKeyError> {
        Signer::new(&self.source, self.kid.clone())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let algorithm = match &self.source {
            Source::Secret(_) => Algorithm::HS256,
            Source::Pem(algorithm, _) | Source::Pkcs8(algorithm, _) => *algorithm,
        };
        f.debug_struct("SigningKey")
            .field("algorithm", &algorithm)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}
