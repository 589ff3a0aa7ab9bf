//! `OidcConfigError`: everything that is wrong with a configuration, at once.

use core::fmt;
use std::time::Duration;

use crate::authn::jwt::Algorithm;

/// A configuration that cannot be used. Lists every problem, and never a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct OidcConfigError {
    problems: Vec<OidcProblem>,
}

impl OidcConfigError {
    /// `Ok` when there is no problem.
    pub(super) fn check(problems: Vec<OidcProblem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self { problems }) }
    }

    /// What is wrong; never empty.
    pub fn problems(&self) -> &[OidcProblem] {
        &self.problems
    }
}

impl From<OidcProblem> for OidcConfigError {
    fn from(problem: OidcProblem) -> Self {
        Self { problems: vec![problem] }
    }
}

impl fmt::Display for OidcConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration of OpenID Connect cannot be used")?;
        for (index, problem) in self.problems.iter().enumerate() {
            write!(f, "{} {problem}", if index == 0 { ":" } else { ";" })?;
        }
        Ok(())
    }
}

/// The same sentence, since this is what a `main` that returns an error prints.
impl fmt::Debug for OidcConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl core::error::Error for OidcConfigError {}

/// One thing that is wrong with a configuration. The first field is the provider's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OidcProblem {
    /// Nobody could log in.
    #[error("no provider: add one with `.provider(..)`")]
    NoProvider,
    /// Names stand in cookies and in the subjects of accounts.
    #[error("`{0}` is no name for a provider: use lower-case letters, digits and `-`")]
    Name(String),
    /// Two providers have this name.
    #[error("two providers are called `{0}`")]
    NameTaken(String),
    /// The issuer is not an https URL without query and fragment (OpenID Connect Discovery section 3).
    #[error("the issuer of `{0}` is not usable, expected for example `https://accounts.example`")]
    Issuer(String),
    /// The client id is empty or has whitespace around it.
    #[error("the client id of `{0}` is empty or has whitespace around it")]
    ClientId(String),
    /// An empty secret is none.
    #[error("the client secret of `{0}` is empty")]
    EmptySecret(String),
    /// A redirect URI is not an https URL without fragment.
    #[error("a redirect URI of `{0}` is not usable, expected for example `https://app.example/cb`")]
    RedirectUri(String),
    /// Two providers have one redirect URI, so that one could pass for the other (RFC 9700 section
    /// 4.4.2).
    #[error("`{0}` has the redirect URI of another provider: give each one of its own")]
    RedirectUriTaken(String),
    /// A scope is empty or has a character that scopes have not (RFC 6749 section 3.3).
    #[error("a scope of `{0}` is empty or has a space, a quote or a backslash")]
    Scope(String),
    /// An `acr` value is empty or has a space.
    #[error("an `acr` value of `{0}` is empty or has a space")]
    AcrValue(String),
    /// No algorithm, so every token would be refused.
    #[error("`{0}` accepts no algorithm")]
    NoAlgorithm(String),
    /// Whoever can verify such a token can also sign it.
    #[error("`{0}` accepts the symmetric algorithm {1}: a provider signs with a private key")]
    Symmetric(String, Algorithm),
    /// More than five minutes.
    #[error("the clock skew of `{0}`, {1:?}, is more than five minutes")]
    ClockSkew(String, Duration),
    /// A way around a rule without a reason.
    #[error("`danger_allow_loopback_http` of `{0}` needs a reason")]
    NoReason(String),
    /// The key for cookies could be guessed.
    #[error("the cookie key is shorter than 32 bytes: set random ones with `.cookie_key(..)`")]
    ShortCookieKey,
    /// The system gives no random bytes.
    #[error("no random bytes for the cookie key: set one with `.cookie_key(..)`")]
    NoRandomness,
    /// The client for our own calls cannot be made.
    #[error("no client for our own calls: {0}")]
    Egress(String),
}
