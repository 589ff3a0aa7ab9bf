//! Bearer JSON Web Tokens, verified strictly.
//!
//! [`Jwt`] is an [`Authenticator`] with static keys. Whatever it does not understand it refuses:
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

use std::sync::Arc;

use actix_web::HttpRequest;
use secrecy::{ExposeSecret as _, SecretString};

use crate::authn::revocation::{Presented, Revocations, Standing};
use crate::authn::{Authentication, Authenticator, Outcome, Refusal};
use crate::outage::Outage;
use crate::principal::Principal;
use crate::vocabulary::Vocabulary;

use keys::{Keys, Refresher};

mod algorithm;
mod builder;
mod claims;
mod compact;
mod config_error;
mod grants;
mod jwk;
mod key;
mod key_set;
mod keys;
mod material;
mod pem;
mod rules;
#[cfg(test)]
mod tests;
mod token_error;
mod transport;
pub(in crate::authn) mod unique_json;
#[cfg(test)]
mod wycheproof;

pub use algorithm::Algorithm;
pub use builder::{JwtBuilder, NoKey, WithKey};
pub use config_error::{ConfigError, ConfigProblem, KeyProblem};
pub use key::Key;
/// What secrets are given as; it is wiped when dropped and never printed.
pub use secrecy::SecretSlice;
pub use token_error::{Part, TokenError};

/// Authenticates requests by a bearer token with static keys.
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

#[derive(Debug)]
struct Verifier {
    rules: rules::Rules,
    max_length: usize,
    keys: Arc<Keys>,
    refresher: Option<Arc<dyn Refresher>>,
    revocations: Revocations,
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

    /// Verifies `token` and reads who it is about.
    ///
    /// # Errors
    /// [`TokenError`] with the first reason to refuse it.
    pub fn verify<P: Vocabulary>(&self, token: &str) -> Result<Principal<P>, TokenError> {
        self.verifier.verify(token)
    }

    /// The outcome for a token that was presented.
    fn outcome<P: Vocabulary>(&self, token: &str) -> Outcome<P> {
        match self.verifier.verify(token) {
            Ok(principal) => self.verifier.standing(principal),
            Err(TokenError::NoKeysYet) => Outcome::Unavailable(Outage::of("the issuer's keys")),
            Err(error) => Outcome::Refused(Refusal::invalid_token(error.to_string())),
        }
    }

    /// Asks for keys anew, once, where no key fits, and then decides.
    fn authenticate_token<P: Vocabulary>(&self, token: &str) -> Authentication<P> {
        let refresh = || self.verifier.refresher.as_ref()?.refresh();
        match self.verifier.verify::<P>(token) {
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
            Ok(principal) => Authentication::Done(self.verifier.standing(principal)),
            Err(error) => {
                Authentication::Done(Outcome::Refused(Refusal::invalid_token(error.to_string())))
            }
        }
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
}

impl Verifier {
    fn verify<P: Vocabulary>(&self, token: &str) -> Result<Principal<P>, TokenError> {
        let current = self.keys.current();
        let generation = current.as_ref().ok_or(TokenError::NoKeysYet)?;
        let jws = compact::open(token, self.max_length, &generation.keys)?;
        self.rules.check_type(&jws.header)?;
        let claims = compact::object(&jws.payload, Part::Payload)?;
        self.rules.check_claims(claims::Claims(&claims), claims::now()?)?;
        self.rules.principal(claims)
    }

    /// A principal whose token was not revoked.
    fn standing<P: Vocabulary>(&self, principal: Principal<P>) -> Outcome<P> {
        match self.revocations.standing(&Presented::by(&principal)) {
            Standing::Good => Outcome::Principal(principal),
            Standing::Revoked => Outcome::Refused(Refusal::invalid_token("the token is revoked")),
            Standing::Unknown(outage) => Outcome::Unavailable(outage),
        }
    }
}
