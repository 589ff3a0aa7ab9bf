//! Opaque bearer tokens, about which their issuer is asked (RFC 7662).
//!
//! | checked | rule | source |
//! |---|---|---|
//! | `active` | `true` | RFC 7662 §2.2 |
//! | `aud` | a string or a non-empty array of strings, with the configured audience | RFC 7662 §4 |
//! | `iss` | equal to the configured issuer, if one is | |
//! | `exp`, `nbf` | numbers; not past, not ahead; no leeway unless configured | RFC 7662 §2.2 |
//! | `sub` | required, not empty | |
//! | `token_type`, `token_use`, `typ` | absent, or those of a bearer access token: an answer about a refresh token is none | RFC 7662 §2.2 |
//! | `cnf` | absent: a token that is bound to a key is no bearer token, and the key is not checked | RFC 9449 §6.2, RFC 8705 §3.2 |
//! | answer | status 200, a JSON object without a member twice; anything else is an outage, 503 | |
//!
//! Answers are cached by the SHA-256 of the token, compared in whole, for 30 seconds unless configured
//! and never beyond `exp`. So a token that the issuer revokes can be good for that long here; what
//! [`Revocations`] revoke is refused at once, since they are asked at every request.
//! Refused tokens are remembered for 5 seconds. Requests with one token wait for one call.

use core::fmt;
use std::sync::Arc;

use actix_web::HttpRequest;

use super::jwt::transport;
use super::revocation::{Presented, Revocations, Standing};
use super::{Authentication, Authenticator, Outcome, Refusal};
use crate::audit::Audit;
use crate::clock::Clock;
use crate::inventory::AuthenticatorInfo;
use crate::moment::Moment;
use crate::outage::Outage;
use crate::store::Digest;
use crate::vocabulary::Vocabulary;

mod answer;
mod builder;
mod claims;
mod config_error;
mod endpoint;
mod flights;
mod grace;
mod memory;
mod rules;

pub use builder::IntrospectionBuilder;
pub use config_error::{IntrospectionError, IntrospectionProblem};
/// What the client's secret is given as; it is wiped when dropped and never printed.
pub use secrecy::SecretString;

use answer::{Found, Grant, Unknown};
use endpoint::Endpoint;
use flights::Flights;
use memory::{Memory, Recalled};
use rules::Rules;

/// The length of the longest token that is asked about: 8 KiB.
const MAX_LENGTH: usize = 8192;

/// Authenticates requests by a bearer token that its issuer is asked about. Cheap to clone; clones
/// share what they know.
///
/// ```
/// use portcullis::authn::opaque::Introspection;
/// # use portcullis::{PermissionSet, Permissions};
/// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
/// # #[permissions(no_roles)]
/// # enum Permission { #[permission("posts:read")] ReadPosts }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let secret = "from the environment".into();
/// let introspection: Introspection<Permission> =
///     Introspection::at("https://issuer.example/introspect", "my-api", secret)
///         .audience("https://api.example")
///         .issuer("https://issuer.example")
///         .build()?;
/// # drop(introspection);
/// # Ok(())
/// # }
/// ```
pub struct Introspection<P: Vocabulary> {
    inner: Arc<Inner<P>>,
}

struct Inner<P: Vocabulary> {
    endpoint: Endpoint,
    /// Why tokens for others are taken too, where they are.
    any_audience: Option<&'static str>,
    rules: Rules,
    memory: Memory<P>,
    flights: Arc<Flights<P>>,
    audit: Audit,
    revocations: Revocations,
    clock: Arc<dyn Clock>,
}

impl<P: Vocabulary> Introspection<P> {
    /// Asks at `url` as the client `id` with `secret` (`client_secret_basic`, RFC 6749 section
    /// 2.3.1).
    pub fn at(
        url: impl Into<String>,
        id: impl Into<String>,
        secret: SecretString,
    ) -> IntrospectionBuilder<P> {
        IntrospectionBuilder::new(url.into(), id.into(), secret)
    }

    pub(super) fn authenticate_token(&self, token: &str) -> Authentication<P> {
        if let Err(cause) = check_syntax(token) {
            return Outcome::Refused(Refusal::invalid_token(cause)).into();
        }
        let inner = &self.inner;
        let digest = Digest::of(token);
        let old = match inner.memory.recall(&digest, inner.clock.as_ref()) {
            Some(Recalled::Fresh(found)) => return inner.outcome(&found).into(),
            Some(Recalled::Old(grant)) if grant.grace.has_begun(inner.clock.as_ref()) => {
                return inner.outcome_in_outage(&grant).into();
            }
            Some(Recalled::Old(grant)) => Some(grant),
            None => None,
        };
        let answer = Flights::join(&inner.flights, digest, || {
            let (inner, token) = (Arc::clone(inner), SecretString::from(token));
            async move { inner.ask(digest, token).await }
        });
        let inner = Arc::clone(inner);
        Authentication::pending(async move {
            match (answer.await, old) {
                (Ok(found), _) => inner.outcome(&found),
                (Err(Unknown { is_outage: true }), Some(old)) => {
                    old.grace.begin(inner.clock.as_ref());
                    inner.outcome_in_outage(&old)
                }
                (Err(_), _) => Outcome::Unavailable(Outage::of("the token introspection")),
            }
        })
    }
}

impl<P: Vocabulary> Inner<P> {
    /// Asks the issuer and remembers the answer.
    async fn ask(&self, digest: Digest, token: SecretString) -> Result<Found<P>, Unknown> {
        let asked = Moment::now(self.clock.as_ref());
        let answer = self.endpoint.ask(&token).await;
        match answer.and_then(|answer| self.rules.judge(answer, asked, self.clock.as_ref())) {
            Ok(found) => {
                self.memory.keep(digest, &found);
                Ok(found)
            }
            Err(error) => {
                let endpoint = self.endpoint.name();
                tracing::error!(endpoint, %error, "a token could not be introspected");
                Err(Unknown { is_outage: error.is_outage() })
            }
        }
    }

    /// What was found, as long as it is good: revocations and the expiry are looked at every time.
    fn outcome(&self, found: &Found<P>) -> Outcome<P> {
        let grant = match found {
            Found::Good(grant) => grant,
            Found::Refused(refused) => return Outcome::Refused(refused.refusal.clone()),
        };
        if grant.is_expired(self.clock.now()) {
            return Outcome::Refused(Refusal::invalid_token("the token has expired"));
        }
        match self.revocations.standing(&Presented::by(&grant.principal)) {
            Standing::Good => Outcome::Principal(grant.principal.clone()),
            Standing::Revoked => Outcome::Refused(Refusal::invalid_token("the token is revoked")),
            Standing::Unknown(outage) => Outcome::Unavailable(outage),
        }
    }

    /// An answer that is too old but may be used while there is no newer one to be had.
    fn outcome_in_outage(&self, grant: &Arc<Grant<P>>) -> Outcome<P> {
        let outcome = self.outcome(&Found::Good(Arc::clone(grant)));
        if matches!(outcome, Outcome::Principal(_)) {
            grant.announce(&self.audit, self.clock.as_ref());
        }
        outcome
    }
}

/// The characters of RFC 6750 section 2.1.
fn check_syntax(token: &str) -> Result<(), &'static str> {
    if token.len() > MAX_LENGTH {
        return Err("the token is too long");
    }
    let of_body = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    let body = token.trim_end_matches('=');
    if body.is_empty() || !body.bytes().all(of_body) {
        return Err("the token has a character that no bearer token has");
    }
    Ok(())
}

impl<P: Vocabulary> Authenticator<P> for Introspection<P> {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<P> {
        match transport::bearer_token(request) {
            Ok(None) => Outcome::Anonymous.into(),
            Ok(Some(token)) => self.authenticate_token(token),
            Err(refusal) => Outcome::Refused(refusal).into(),
        }
    }

    fn describe(&self) -> AuthenticatorInfo {
        self.description()
    }
}

impl<P: Vocabulary> Introspection<P> {
    pub(super) fn description(&self) -> AuthenticatorInfo {
        let endpoint = self.inner.endpoint.name();
        let info = AuthenticatorInfo::new(format!("opaque tokens that `{endpoint}` vouches for"));
        let any_audience =
            self.inner.any_audience.map(|reason| format!("danger_any_audience({reason:?})"));
        let hatches = self.inner.endpoint.escape_hatches().into_iter().chain(any_audience);
        hatches.fold(info, AuthenticatorInfo::escape_hatch)
    }
}

impl<P: Vocabulary> Clone for Introspection<P> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner) }
    }
}

impl<P: Vocabulary> fmt::Debug for Introspection<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Introspection")
            .field("endpoint", &self.inner.endpoint.name())
            .field("rules", &self.inner.rules)
            .finish_non_exhaustive()
    }
}
