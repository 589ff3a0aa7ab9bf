//! Portcullis' own tokens: short-lived access tokens, and refresh tokens that are spent once.
//!
//! [`TokenIssuer`] begins, renews and ends logins; [`TokenIssuer::verifier`] is the
//! [`Authenticator`](super::Authenticator) of its access tokens.
//!
//! | | rule | source |
//! |---|---|---|
//! | access token | a JWT of type `at+jwt`, five minutes unless set, an hour at most | RFC 9068 |
//! | what it carries | what [`Accounts`] says when it is issued | |
//! | refresh token | 256 random bits; the store has their SHA-256; malformed ones never reach it | RFC 6819 §5.1.4.2.2 |
//! | binding | a refresh token is good for its issuer, audience and client alone | RFC 6749 §6 |
//! | rotation | each is spent once, for the next, in one transaction | RFC 9700 §4.14.2 |
//! | reuse of a spent one | the family ends, its access tokens at once, and `authn_token_reuse` is on record | RFC 9700 §4.14.2 |
//! | idle and absolute lifetime | 14 and 90 days unless set; no token outlasts its family | RFC 9700 §4.14.2 |
//! | grace for lost answers | none unless set, 30 seconds at most | |
//! | logout | ends the family, and its access tokens at once; an unknown token is no error | RFC 7009 |
//! | refusals | one answer, `invalid_grant`, whatever the reason; an outage is 503 | RFC 6749 §5.2 |
//!
//! # Lost answers
//! A client that did not get the answer to a refresh has a token that may be spent. Asking again with it
//! is what a thief would do: without a grace the family ends, and the answer says that a new login is
//! needed. With a [`grace`](TokenIssuerBuilder::grace) it gets another successor, as long as nobody used
//! the first. Whatever happens, a process that dies between spending and answering included, no two
//! refresh tokens of a family are good at once.
//!
//! # Where a browser keeps the refresh token
//! In a cookie that scripts cannot read: `__Secure-refresh`, `Secure; HttpOnly; SameSite=Strict`, with
//! the path of the refresh and logout endpoints alone, and `Max-Age` from
//! [`Issued::refresh_expires_in`]; the handler answers with
//! [`Issued::response_without_refresh_token`], and the page keeps the access token in a variable, never
//! in `localStorage`, which every script of the page reads. As with every cookie, other sites can make
//! the browser send it: `SameSite=Strict`, `POST` only, and
//! [`SameOrigin`](super::session::SameOrigin) as the handler's first parameter. An app whose pages and
//! API are one host is better off with [`sessions`](super::session).
//!
//! Programs and apps on phones get the refresh token in the body, [`Issued::response`], and keep it in
//! the keychain of their system. One endpoint does one of both: a page must not be able to ask for the
//! body's way.
//!
//! # Revoking
//! [`Revocations::revoke_subject`] refuses everything that a subject got before, on every node, and
//! each family that began before ends at its next refresh. A revocation is forgotten after its time, 30
//! days unless set, so keep the idle lifetime below that; [`TokenIssuer::end_all`] ends all families
//! themselves. After a change of password do both.
//!
//! # An example
//! ```
//! use actix_web::{HttpResponse, post, web};
//! use portcullis::authn::Accounts;
//! use portcullis::authn::tokens::{ConfigError, Issued, RefreshError, SigningKey, TokenIssuer};
//! use portcullis::{Outage, Permissions, Security, public};
//! use secrecy::SecretString;
//! # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
//! # pub enum Permission { #[permission("posts:read")] ReadPosts }
//!
//! fn issuer(
//!     key: SigningKey,
//!     accounts: impl Accounts<Permission>,
//! ) -> Result<TokenIssuer<Permission>, ConfigError> {
//!     TokenIssuer::builder("https://api.example", "my-api", key, accounts).build()
//! }
//!
//! #[public(reason = "the refresh token is the credential", vocabulary = Permission)]
//! #[post("/refresh")]
//! async fn refresh(
//!     issuer: web::Data<TokenIssuer<Permission>>,
//!     token: String,
//! ) -> Result<Issued, RefreshError> {
//!     issuer.refresh(&SecretString::from(token)).await
//! }
//!
//! #[public(reason = "the refresh token is the credential", vocabulary = Permission)]
//! #[post("/logout")]
//! async fn logout(
//!     issuer: web::Data<TokenIssuer<Permission>>,
//!     token: String,
//! ) -> Result<HttpResponse, Outage> {
//!     issuer.logout(&SecretString::from(token)).await?;
//!     Ok(HttpResponse::NoContent().finish())
//! }
//!
//! # fn app(issuer: TokenIssuer<Permission>) -> Result<(), portcullis::SecurityError> {
//! let security = Security::builder().authenticator(issuer.verifier()).build()?;
//! let app = portcullis::App::new(security).app_data(web::Data::new(issuer)).service(refresh);
//! # drop(app);
//! # Ok(())
//! # }
//! ```

use core::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::audit::{Audit, AuditEvent};
use crate::authn::jwt::Jwt;
use crate::authn::revocation::Revocations;
use crate::authn::{Account, Accounts};
use crate::clock::{Clock, of_millis, to_millis};
use crate::outage::Outage;
use crate::store::{RefreshStore, StoreError};
use crate::vocabulary::Vocabulary;

mod access_token;
mod builder;
mod config_error;
mod ending;
mod error;
mod issued;
mod login;
mod private_pem;
mod refresh_token;
mod renewal;
mod signer;
mod signing_key;
#[cfg(test)]
mod tests;

pub use builder::TokenIssuerBuilder;
pub use config_error::{ConfigError, ConfigProblem, SigningKeyError};
pub(crate) use error::outage_of;
pub use error::{IssueError, RefreshError};
pub use issued::Issued;
pub use login::Login;
pub use signing_key::SigningKey;

use refresh_token::Binding;
use signer::Signer;

/// Issues, renews and ends the tokens of an app. Cheap to clone; clones are one.
pub struct TokenIssuer<P: Vocabulary> {
    parts: Arc<Parts<P>>,
}

struct Parts<P: Vocabulary> {
    issuer: String,
    audience: String,
    client_id: String,
    binding: Binding,
    tenant_claim: String,
    signer: Signer,
    /// They verify and do not sign.
    others: Vec<Signer>,
    verifier: Jwt,
    access_lifetime: Duration,
    idle_lifetime: Duration,
    absolute_lifetime: Duration,
    grace: Duration,
    timeout: Duration,
    accounts: Arc<dyn Accounts<P>>,
    store: Arc<dyn RefreshStore>,
    revocations: Revocations,
    audit: Audit,
    clock: Arc<dyn Clock>,
    /// Milliseconds since 1970.
    purged_at: AtomicI64,
}

impl<P: Vocabulary> TokenIssuer<P> {
    /// Starts a configuration: who issues (`iss`), for which API (`aud`), what signs, and what says
    /// what a subject holds.
    pub fn builder(
        issuer: impl Into<String>,
        audience: impl Into<String>,
        key: SigningKey,
        accounts: impl Accounts<P>,
    ) -> TokenIssuerBuilder<P> {
        TokenIssuerBuilder::new(issuer.into(), audience.into(), key, accounts)
    }

    /// What authenticates requests by the access tokens of this issuer.
    pub fn verifier(&self) -> Jwt {
        self.parts.verifier.clone()
    }

    /// The public keys as a JWK Set (RFC 7517 section 5), by which other services verify: all that are
    /// configured. Of an issuer that signs with a secret it is empty.
    pub fn jwks(&self) -> Value {
        let signers = core::iter::once(&self.parts.signer).chain(&self.parts.others);
        json!({ "keys": signers.filter_map(Signer::public_jwk).collect::<Vec<_>>() })
    }

    /// The present, in the whole milliseconds of stores.
    fn now(&self) -> SystemTime {
        of_millis(to_millis(self.parts.clock.now()))
    }

    /// What the subject holds now, if the accounts know it. An answer about somebody else is none.
    async fn account(&self, subject: &str) -> Result<Option<Account<P>>, Outage> {
        let found = self.parts.accounts.find(subject);
        match actix_web::rt::time::timeout(self.parts.timeout, found).await {
            Ok(answer) => Ok(answer?.filter(|account| account.subject() == subject)),
            Err(_) => Err(Outage::of("the accounts")),
        }
    }

    /// `work` on the store, within its time.
    async fn within<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, Outage> {
        match actix_web::rt::time::timeout(self.parts.timeout, work).await {
            Ok(answer) => answer.map_err(Outage::from),
            Err(_) => Err(Outage::of("the store of refresh tokens")),
        }
    }

    fn record(&self, event: &AuditEvent) {
        self.parts.audit.record(event);
    }
}

/// Goes on where the request that waits for it is dropped: who hangs up must not leave half of it.
async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, Outage>> + Send + 'static,
) -> Result<T, Outage> {
    tokio::spawn(work).await.unwrap_or_else(|_| Err(Outage::of("a task of the token issuer")))
}

impl<P: Vocabulary> Clone for TokenIssuer<P> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

impl<P: Vocabulary> fmt::Debug for TokenIssuer<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenIssuer")
            .field("issuer", &self.parts.issuer)
            .field("audience", &self.parts.audience)
            .field("signer", &self.parts.signer)
            .field("others", &self.parts.others)
            .field("access_lifetime", &self.parts.access_lifetime)
            .field("idle_lifetime", &self.parts.idle_lifetime)
            .field("absolute_lifetime", &self.parts.absolute_lifetime)
            .field("grace", &self.parts.grace)
            .finish_non_exhaustive()
    }
}
