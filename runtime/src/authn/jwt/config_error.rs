//! `ConfigError`: everything that is wrong with a configuration, at once.

use core::fmt;
use std::time::Duration;

use super::Algorithm;

/// A configuration that cannot be used. Lists every problem, and never any key material.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<ConfigProblem>,
}

impl ConfigError {
    /// `Ok` when there is no problem.
    pub(super) fn check(problems: Vec<ConfigProblem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { problems }) }
    }

    /// What is wrong; never empty.
    pub fn problems(&self) -> &[ConfigProblem] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token configuration cannot be used")?;
        for (index, problem) in self.problems.iter().enumerate() {
            write!(f, "{} {problem}", if index == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

/// The same sentence, since this is what a `main` that returns an error prints.
impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for ConfigError {}

/// One thing that is wrong with a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigProblem {
    /// The issuer or the audience is empty or has whitespace around it.
    #[error("the {0} is empty or has whitespace around it")]
    Identifier(&'static str),
    /// More leeway than five minutes.
    #[error("a leeway of {0:?} is more than five minutes")]
    Leeway(Duration),
    /// No token is that short.
    #[error("a maximum length of zero refuses every token")]
    MaxLength,
    /// The accepted values of `typ` are none, or one of them is empty.
    #[error(
        "the accepted `typ` values are none or have an empty one, expected for example `at+jwt`"
    )]
    TypeHeaders,
    /// A claim has an empty name.
    #[error("the {0} claim has an empty name")]
    EmptyClaimName(&'static str),
    /// A claim has a name that already means something else.
    #[error("the {claim} claim is named `{name}`, which is taken")]
    ClaimNameTaken {
        /// Which configured claim.
        claim: &'static str,
        /// Its name.
        name: String,
    },
    /// The limits of the cache leave nothing to remember, or for no time.
    #[error("the cache has {0}, expected more or `.without_cache()`")]
    CacheLimit(&'static str),
    /// Keys are to be replaced by none.
    #[error("no keys, expected at least one")]
    NoKeys,
    /// Keys are to be replaced that come from their issuer.
    #[error("the keys are fetched from the issuer, expected static ones")]
    FetchedKeys,
    /// More keys than one rotation can need.
    #[error("{0} keys are more than 16")]
    TooManyKeys(usize),
    /// Secrets and public keys in one verifier invite algorithm confusion.
    #[error(
        "secrets and public keys are mixed, expected keys of one sort: let one issuer sign in one way"
    )]
    MixedKeys,
    /// Two keys cannot be told apart.
    #[error("two keys have the `kid` `{0}`")]
    DuplicateKeyId(String),
    /// Keys that are given next to fetched ones, or fetched from two places: whose key a token was
    /// signed with could not be told.
    #[error("the keys come from more than one place, expected `key(..)` or one `jwks(..)`")]
    SeveralSources,
    /// No verifier, so that every token would be refused.
    #[error("no issuer, expected at least one `Jwt`")]
    NoIssuer,
    /// Two verifiers for one issuer.
    #[error("two verifiers have the issuer `{0}`")]
    DuplicateIssuer(String),
    /// A key that cannot be used.
    #[error("key {position}: {problem}")]
    Key {
        /// Which key, in the order they were given, from 1.
        position: usize,
        /// What is wrong with it.
        problem: KeyProblem,
    },
}

/// One thing that is wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyProblem {
    /// A `kid` that no token can name.
    #[error("the `kid` is empty")]
    EmptyKeyId,
    /// The JWK has one `kid`, the configuration another.
    #[error("the `kid` differs from that of the JWK")]
    KeyIdConflict,
    /// A secret shorter than the hash (RFC 7518 section 3.2).
    #[error("the secret has {length} bytes, expected at least {least} for {algorithm}")]
    ShortSecret {
        /// The algorithm.
        algorithm: Algorithm,
        /// Bytes given.
        length: usize,
        /// Bytes needed.
        least: usize,
    },
    /// A PEM document, a JSON Web Key or a DER key is not a secret: everybody knows public keys.
    #[error("the secret is a key for another purpose, expected random bytes")]
    SecretIsPublic,
    /// A key of another kind than the algorithm takes.
    #[error("{0} does not take this kind of key")]
    WrongKind(Algorithm),
    /// Not a PEM document, or more than one.
    #[error("not exactly one PEM document")]
    MalformedPem,
    /// A PEM document with the wrong label. `PRIVATE KEY` and `CERTIFICATE` end up here.
    #[error("the PEM document holds `{0}`, expected `PUBLIC KEY` or `RSA PUBLIC KEY`")]
    PemLabel(&'static str),
    /// Not an RSA key.
    #[error("not a valid RSA public key")]
    InvalidRsa,
    /// RSA with a modulus out of bounds (RFC 7518 section 3.3).
    #[error("the RSA modulus has {0} bits, expected 2048 to 8192")]
    RsaSize(usize),
    /// RSA with an unusual exponent.
    #[error("the RSA exponent is not 65537")]
    RsaExponent,
    /// Not a point of the algorithm's curve (RFC 8725 section 3.4).
    #[error("not a valid point on {0}")]
    InvalidPoint(&'static str),
    /// Not an Ed25519 key.
    #[error("not a valid Ed25519 public key")]
    InvalidEd25519,
    /// Not a JSON object, or one with a member twice.
    #[error("the JWK is not a JSON object with unique members")]
    MalformedJwk,
    /// The JWK lacks a member, or it has the wrong type or value.
    #[error("the JWK member `{0}` is missing or not as {1} needs it")]
    JwkMember(&'static str, Algorithm),
    /// The JWK does not say which algorithm it is for.
    #[error("the JWK has no `alg`, expected `Key::jwk_for` with the algorithm")]
    JwkWithoutAlgorithm,
    /// The JWK is for an algorithm that is not on offer, or for another than the configured one.
    #[error("the JWK has an `alg` that is not supported or not the configured one")]
    JwkAlgorithm,
    /// `use` is something else than `sig`.
    #[error("the JWK has a `use` other than `sig`")]
    JwkUse,
    /// `key_ops` does not allow to verify.
    #[error("the JWK has `key_ops` without `verify`")]
    JwkOperations,
    /// A verifier has no business with a private key.
    #[error("the JWK has the private member `{0}`, expected a public key")]
    JwkPrivate(&'static str),
}

/// Everything that is wrong with one key.
#[derive(Debug)]
pub(super) struct KeyProblems(pub(super) Vec<KeyProblem>);

impl From<KeyProblem> for KeyProblems {
    fn from(problem: KeyProblem) -> Self {
        Self(vec![problem])
    }
}
