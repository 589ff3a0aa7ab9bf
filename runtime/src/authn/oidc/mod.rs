//! Login at an OpenID provider: the authorization code flow of OpenID Connect Core 1.0, with PKCE.
//!
//! [`Oidc`] begins and finishes logins and logouts; the app makes a session of what it says. Whatever
//! is not as it must be is refused:
//!
//! | checked | rule | source |
//! |---|---|---|
//! | discovery | of the configured issuer, https, bounded, no redirects | Discovery §4.3 |
//! | PKCE | always, `S256` | RFC 7636, RFC 9700 §2.1.1 |
//! | browser | `state`, nonce and PKCE verifier sealed in a `__Host-` cookie for ten minutes | RFC 9700 §4.7.1 |
//! | parameters | each of them once | RFC 6749 §3.1 |
//! | `state` | equal, in constant time; good once in a process | RFC 6749 §10.12 |
//! | `iss` | the issuer; required where the provider advertises it | RFC 9207 §2.4 |
//! | redirect URI | exact, one for each provider | RFC 9700 §4.1.3, §4.4.2 |
//! | token | strict base64url, no member twice, no `crit`, no encryption | RFC 7515 |
//! | `alg`, key | accepted, asymmetric; strong public keys of the provider | RFC 8725 §3.1, §3.5 |
//! | `iss`, `aud`, `azp` | the issuer, this client, no audience that is not trusted | Core §3.1.3.7 |
//! | `exp`, `iat`, `nbf` | now, give or take the clock skew; issued after the login began | Core §3.1.3.7 |
//! | `nonce` | that of the login | Core §3.1.3.7 |
//! | `at_hash`, `c_hash` | right where they are | Core §3.1.3.8 |
//! | `auth_time`, `acr` | as asked for | Core §3.1.3.7 |
//! | return | a path of this app | CWE-601 |
//!
//! A token with an unknown `kid` has the keys fetched anew, once in 30 seconds. What is known of a
//! provider is asked for again after an hour, and is good for a day while it does not answer; a
//! provider that is not known and does not answer is 503. A code is good once at the provider; that a
//! login is good once here too is remembered in each process.
//!
//! ```standalone_crate
//! use actix_web::{HttpRequest, HttpResponse, get, web};
//! use portcullis::authn::oidc::{LoginError, LoginRequest, Oidc, OidcConfigError, Provider};
//! use portcullis::public;
//!
//! # use portcullis::Permissions;
//! # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
//! # enum Permission { #[permission("a:b")] A }
//! fn oidc() -> Result<Oidc, OidcConfigError> {
//!     let back = "https://app.example/login/example/callback";
//!     Oidc::builder()
//!         .provider("example", Provider::new("https://accounts.example", "my-app", back))
//!         .build()
//! }
//!
//! #[public(reason = "whoever comes here logs in")]
//! #[get("/login/example")]
//! async fn begin(oidc: web::Data<Oidc>) -> Result<HttpResponse, LoginError> {
//!     oidc.begin("example", LoginRequest::to("/")).await
//! }
//!
//! #[public(reason = "comes back from the provider")]
//! #[get("/login/example/callback")]
//! async fn finish(oidc: web::Data<Oidc>, request: HttpRequest) -> Result<HttpResponse, LoginError> {
//!     let login = oidc.finish("example", &request).await?;
//!     // Here the app starts a session for `login`, and adds its cookie to the answer.
//!     Ok(login.redirect())
//! }
//! # fn main() { oidc().unwrap(); }
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::audit::{Audit, AuditEvent};
use crate::clock::Clock;
use crate::egress::Egress;

mod back_channel;
mod begin;
mod builder;
mod callback;
mod compact;
mod config_error;
mod connection;
mod cookie;
mod discovery;
mod end_session;
mod exchange;
mod finish;
mod id_token;
mod keys;
mod login;
mod login_error;
mod logout_token;
mod mapper;
mod pending;
mod provider;
mod return_to;
mod seal;
mod spent;

pub use begin::LoginRequest;
pub use builder::OidcBuilder;
pub use config_error::{OidcConfigError, OidcProblem};
pub use end_session::EndSession;
pub use login::OidcLogin;
pub use login_error::LoginError;
pub use mapper::{ClaimsMapper, GroupRoles};
pub use provider::{Prompt, Provider};
/// What secrets are given as; wiped when dropped and never printed.
pub use secrecy::{ExposeSecret, SecretSlice, SecretString};

use compact::Cause;
use connection::Connection;
use discovery::{Discovered, Unanswered};
use id_token::Failure;
use seal::Seal;
use spent::Spent;

/// Login at OpenID providers. Cheap to clone; clones are one.
#[derive(Clone, Debug)]
pub struct Oidc {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    connections: BTreeMap<String, Connection>,
    egress: Egress,
    seal: Seal,
    clock: Arc<dyn Clock>,
    audit: Audit,
    /// By `state`.
    logins: Spent,
    /// By issuer and `jti`.
    logout_tokens: Spent,
}

impl Oidc {
    /// Starts a configuration.
    pub fn builder() -> OidcBuilder {
        OidcBuilder::new()
    }

    /// The names of the providers, in order.
    pub fn providers(&self) -> impl Iterator<Item = &str> {
        self.inner.connections.keys().map(String::as_str)
    }

    fn connection(&self, name: &str) -> Result<&Connection, LoginError> {
        let connection = self.inner.connections.get(name);
        connection.ok_or_else(|| LoginError::refused("there is no such provider"))
    }

    /// Verifies by the keys that are known, and once more by newer ones where the key is not known.
    async fn with_keys<T>(
        &self,
        connection: &Connection,
        discovered: &Arc<Discovered>,
        verify: impl Fn(&Discovered) -> Result<T, Failure>,
    ) -> Result<Result<T, Cause>, Unanswered> {
        const UNKNOWN: Cause = "no key of the provider fits";
        match verify(discovered) {
            Ok(verified) => return Ok(Ok(verified)),
            Err(Failure::Refused(cause)) => return Ok(Err(cause)),
            Err(Failure::UnknownKey) => {}
        }
        let now = self.inner.clock.now();
        let newer = connection.newer(discovered, &self.inner.egress, now).await?;
        Ok(newer.map_or(Err(UNKNOWN), |newer| {
            verify(&newer).map_err(|failure| match failure {
                Failure::UnknownKey => UNKNOWN,
                Failure::Refused(cause) => cause,
            })
        }))
    }

    /// `provider` for the audit trail. It may come from a client, so only a configured one is repeated.
    fn named<'a>(&self, provider: &'a str) -> &'a str {
        if self.inner.connections.contains_key(provider) { provider } else { "?" }
    }

    fn record_failure(&self, provider: &str, error: &LoginError) {
        let detail = format!("OpenID provider `{}`: {error}", self.named(provider));
        self.inner.audit.record(&AuditEvent::named("authn_login_fail").detail(detail));
    }
}
