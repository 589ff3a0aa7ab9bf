//! `ConfigError`: everything that is wrong with the configuration of an issuer, at once.

use core::fmt;
use std::time::Duration;

use crate::authn::jwt;
use crate::authn::jwt::Algorithm;

/// A configuration that cannot be used. Lists every problem, and never any key material.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigError {
    problems: Vec<ConfigProblem>,
}

impl ConfigError {
    pub(super) fn of(problems: Vec<ConfigProblem>) -> Self {
        Self { problems }
    }

    /// What is wrong; never empty.
    pub fn problems(&self) -> &[ConfigProblem] {
        &self.problems
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token issuer cannot be built")?;
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

/// One thing that is wrong with the configuration of an issuer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigProblem {
    /// A key that cannot sign.
    #[error("signing key {position}: {problem}")]
    SigningKey {
        /// Which key: 1 is the one that signs, then the others in their order.
        position: usize,
        /// What is wrong with it.
        problem: SigningKeyError,
    },
    /// What the verifier of our own tokens would not accept: identifiers, claim names, weak secrets.
    #[error("{0}")]
    Verifier(jwt::ConfigError),
    /// RFC 9068 section 2.2 asks for one.
    #[error("the client id is empty or has whitespace around it")]
    ClientId,
    /// Access tokens that end at once, or that outlast what they say.
    #[error("an access token that lives {0:?}, expected a second to an hour")]
    AccessLifetime(Duration),
    /// Refresh tokens that end before the access token that they renew.
    #[error(
        "an idle lifetime of {0:?} is shorter than that of access tokens or longer than the absolute one"
    )]
    IdleLifetime(Duration),
    /// A login that never ends.
    #[error("an absolute lifetime of {0:?} is more than 400 days")]
    AbsoluteLifetime(Duration),
    /// A window in which a stolen token works beside its owner's.
    #[error("a grace of {0:?} is more than 30 seconds")]
    Grace(Duration),
    /// Nothing could ever be answered.
    #[error("stores and accounts have no time: set a longer one with `.timeout(..)`")]
    NoTime,
}

/// Why a key cannot sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SigningKeyError {
    /// A `kid` that no token can name.
    #[error("the `kid` is empty")]
    EmptyKeyId,
    /// Not a PEM document, or more than one.
    #[error("not exactly one PEM document")]
    MalformedPem,
    /// A PEM document with another label.
    #[error("the PEM document holds `{0}`, expected `PRIVATE KEY` (PKCS#8)")]
    PemLabel(&'static str),
    /// Not a private key, one for another algorithm, or a damaged one.
    #[error("not a valid private key for {0}")]
    Invalid(Algorithm),
    /// A secret has no half that may be shown.
    #[error("a secret has no public half")]
    NoPublicHalf,
}
