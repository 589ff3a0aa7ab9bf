//! Bearer JSON Web Tokens, verified strictly.
//!
//! [`Jwt`] is an [`Authenticator`] with keys that are given or fetched. Whatever it does not understand it refuses:
//!
//! | checked | rule | source |
//! |---|---|---|
//! | length | at most 8192 bytes, configurable | |
//! | serialization | three parts of strict unpadded base64url, no other character | RFC 7515 §2, §7.1 |
//! | header, claims | JSON objects, no member twice at any depth | RFC 7515 §4, RFC 7519 §4 |
//! | `alg` | exactly the key's algorithm; `none` does not exist | RFC 8725 §3.1, §3.2 |
//! | `crit`, `b64`, `zip`, `enc` | refused | RFC 7515 §4.1.11, RFC 7797 §6 |
//! | `jku`, `jwk`, `x5u`, `x5c` | ignored: keys come from the configuration only | RFC 8725 §3.10 |
//! | `kid` | a string; the key of that name, else the keys without a name | RFC 7515 §4.1.4 |
//! | `typ` | an accepted value; `at+jwt` is required of access tokens | RFC 8725 §3.11, RFC 9068 §4 |
//! | signature | verified before any claim is read | RFC 7515 §5.2 |
//! | `iss` | equal to the configured issuer | RFC 8725 §3.8 |
//! | `aud` | a string or a non-empty array of strings, with the configured audience | RFC 8725 §3.9 |
//! | `exp`, `nbf`, `iat` | numbers; `exp` required; no leeway unless configured | RFC 7519 §4.1 |
//! | `sub` | required, not empty | RFC 9068 §2.2 |
//! | `client_id`, `iat`, `jti` | required of access tokens | RFC 9068 §2.2 |
//! | keys | one algorithm each, strong enough, valid points, no secrets next to public keys | RFC 8725 §3.1, §3.4, §3.5 |
//! | transport | one `Authorization` header; never the query | RFC 6750 §2 |
//!
//! A token that was revoked ([`revocation`](super::revocation)) is refused where the verifier was given
//! the revocations. Not checked: whether its sender is its owner; whoever has a bearer token can use
//! it.
//!
//! # What is remembered
//! A signature costs more than all else of a request, so a verified token is remembered with its
//! principal, and a refused one with the reason, within [`CacheLimits`] and unless
//! [`without_cache`](JwtBuilder::without_cache) is called. A remembered token is compared whole. At
//! every use it is checked that it has not expired, that the keys are the same ones and that nothing
//! was revoked, or else that it was not. What is refused for its time, or because no key fits, is not
//! remembered as refused.

use std::sync::Arc;

use actix_web::HttpRequest;
use secrecy::{ExposeSecret as _, SecretString};

use crate::authn::{Authentication, Authenticator, Outcome, Refusal};
use crate::inventory::AuthenticatorInfo;
use crate::outage::Outage;
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

use verifier::Verifier;

mod algorithm;
pub(super) mod builder;
mod cache;
mod cache_limits;
mod cache_table;
mod cache_tail;
mod claims;
mod compact;
mod config_error;
mod grants;
mod header;
mod issuers;
mod jwk;
#[cfg(feature = "jwks")]
pub(super) mod jwk_set;
mod key;
mod key_set;
pub(super) mod keys;
mod material;
mod names;
pub(super) mod pem;
mod rules;
mod seen;
#[cfg(test)]
mod tests;
mod token_error;
mod token_text;
pub(super) mod transport;
pub(super) mod unique_json;
mod verifier;
#[cfg(test)]
mod wycheproof;

pub use algorithm::Algorithm;
pub use builder::{JwtBuilder, NoKey, WithKey};
pub use cache_limits::{CacheLimits, CacheUsage};
pub use config_error::{ConfigError, ConfigProblem, KeyProblem};
pub use issuers::Issuers;
pub use key::Key;
/// What secrets are given as; it is wiped when dropped and never printed.
pub use secrecy::SecretSlice;
pub use token_error::{Part, TokenError};
pub(crate) use token_text::TokenText;

/// Authenticates requests by a bearer token, with keys that are given or fetched.
///
/// ```
/// use std::time::Duration;
///
/// use portcullis::authn::jwt::{Algorithm, Jwt, Key, ConfigProblem};
///
/// # fn main() -> Result<(), portcullis::authn::jwt::ConfigError> {
/// let public_key = "-----BEGIN PUBLIC KEY-----
/// MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
/// -----END PUBLIC KEY-----";
///
/// let jwt = Jwt::access_tokens("https://issuer.example", "my-api")
///     .key(Key::pem(Algorithm::EdDSA, public_key).kid("2026-11"))
///     .leeway(Duration::from_secs(5))
///     .tenant_claim("tenant")
///     .build()?;
/// # drop(jwt);
///
/// // Every problem of a configuration is reported at once.
/// let error = Jwt::bearer("https://issuer.example", "")
///     .key(Key::hs256(b"too short".to_vec().into()))
///     .build()
///     .unwrap_err();
/// assert_eq!(error.problems().len(), 2);
/// assert_eq!(error.problems()[0], ConfigProblem::Identifier("audience"));
/// # Ok(())
/// # }
/// ```
///
/// A verifier without a key does not compile:
///
/// ```compile_fail,E0599
/// use portcullis::authn::jwt::Jwt;
///
/// let jwt = Jwt::bearer("https://issuer.example", "my-api").build();
/// ```
#[derive(Clone, Debug)]
pub struct Jwt {
    verifier: Arc<Verifier>,
}

impl Jwt {
    /// Accepts access tokens after RFC 9068: `typ` is `at+jwt` or `application/at+jwt`, and `iss`,
    /// `exp`, `aud`, `sub`, `client_id`, `iat` and `jti` are required.
    pub fn access_tokens(
        issuer: impl Into<String>,
        audience: impl Into<String>,
    ) -> JwtBuilder<NoKey> {
        JwtBuilder::new(rules::Rules::access_tokens(issuer.into(), audience.into()))
    }

    /// Accepts tokens of issuers that do not follow RFC 9068: `typ` is absent, `JWT`, `at+jwt` or
    /// `application/at+jwt`, and `iss`, `aud`, `exp` and `sub` are required.
    ///
    /// An issuer that signs ID tokens with the same keys and audience can have them pass for
    /// access tokens; prefer [`access_tokens`](Self::access_tokens).
    pub fn bearer(issuer: impl Into<String>, audience: impl Into<String>) -> JwtBuilder<NoKey> {
        JwtBuilder::new(rules::Rules::bearer(issuer.into(), audience.into()))
    }

    /// Verifies `token` and reads who it is about. Always anew and without the revocations: a
    /// credential that arrives some other way than by a request is for
    /// [`authenticate_token`](Self::authenticate_token).
    ///
    /// # Errors
    /// [`TokenError`] with the first reason to refuse it.
    pub fn verify<P: Vocabulary>(&self, token: &str) -> Result<Principal<P>, TokenError> {
        self.verifier.verify(token)
    }

    /// What a request with this bearer token is told. Where no key fits, keys are asked for anew,
    /// once, before that is decided.
    pub fn authenticate_token<P: Vocabulary>(&self, token: &str) -> Authentication<P> {
        let refresh = || self.verifier.refresher.as_ref()?.refresh();
        match self.verifier.judge::<P>(token) {
            Err(TokenError::NoKey | TokenError::NoKeysYet) => match refresh() {
                None => Authentication::Done(self.outcome(token)),
                Some(refreshed) => {
                    let (this, token) = (self.clone(), SecretString::from(token));
                    Authentication::pending(async move {
                        refreshed.await;
                        this.outcome(token.expose_secret())
                    })
                }
            },
            Ok(outcome) => Authentication::Done(outcome),
            Err(error) => Authentication::Done(refuse(&error)),
        }
    }

    /// Puts `keys` in the place of the configured ones, from the next token on. What a removed key
    /// has signed is refused, also where it is remembered.
    ///
    /// # Errors
    /// [`ConfigError`] with every [`ConfigProblem`] of the keys; the present ones then stay.
    pub fn replace_keys(&self, keys: impl IntoIterator<Item = Key>) -> Result<(), ConfigError> {
        let keys: Vec<_> = keys.into_iter().collect();
        let mut problems = Vec::new();
        if keys.is_empty() {
            problems.push(ConfigProblem::NoKeys);
        }
        if self.verifier.refresher.is_some() {
            problems.push(ConfigProblem::FetchedKeys);
        }
        let keys = key_set::KeySet::validate(&keys, &mut problems);
        ConfigError::check(problems)?;
        self.verifier.keys.replace(keys);
        self.clear_cache();
        Ok(())
    }

    /// Forgets all that is remembered of tokens: each is verified anew when it comes next, also one
    /// whose verification is under way.
    pub fn forget_cached(&self) {
        self.verifier.keys.renumber();
        self.clear_cache();
    }

    /// How much is remembered at the moment.
    pub fn cache_usage(&self) -> CacheUsage {
        self.verifier.cache.as_ref().map(cache::Cache::usage).unwrap_or_default()
    }

    fn clear_cache(&self) {
        if let Some(cache) = &self.verifier.cache {
            cache.clear();
        }
    }

    /// The outcome for a token that was presented.
    fn outcome<P: Vocabulary>(&self, token: &str) -> Outcome<P> {
        self.verifier.judge(token).unwrap_or_else(|error| refuse(&error))
    }
}

/// Without keys nothing can be said about a token; any other error is the token's.
fn refuse<P: Vocabulary>(error: &TokenError) -> Outcome<P> {
    match error {
        TokenError::NoKeysYet => Outcome::Unavailable(Outage::of("the issuer's keys")),
        error => Outcome::Refused(Refusal::invalid_token(error.to_string())),
    }
}

impl<P: Vocabulary> Authenticator<P> for Jwt {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<P> {
        match transport::bearer_token(request) {
            Ok(None) => Authentication::Done(Outcome::Anonymous),
            Ok(Some(token)) => self.authenticate_token(token),
            Err(refusal) => Authentication::Done(Outcome::Refused(refusal)),
        }
    }

    fn describe(&self) -> AuthenticatorInfo {
        self.description()
    }
}

impl Jwt {
    pub(super) fn description(&self) -> AuthenticatorInfo {
        let (issuer, audience) = (&self.verifier.rules.issuer, &self.verifier.rules.audience);
        let own = format!("bearer tokens of `{issuer}` for `{audience}`");
        let Some(refresher) = &self.verifier.refresher else { return AuthenticatorInfo::new(own) };
        let (source, hatches) = refresher.describe();
        let info = AuthenticatorInfo::new(format!("{own}, with keys from `{source}`"));
        hatches.into_iter().fold(info, AuthenticatorInfo::escape_hatch)
    }
}
