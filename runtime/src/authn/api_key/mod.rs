//! API keys: credentials of programs, each with a part of what its owner holds.
//!
//! [`ApiKeys`] is an [`Authenticator`](super::Authenticator), and what keys are made, listed, rotated and revoked with.
//!
//! A key is `acme_live_`, 30 random characters of base62 (178 bits), and six more that are the CRC-32
//! of what stands before. `acme` is the app's own prefix, by which scanners of repositories know its
//! keys; `live` or `test` is where the key is good. What does not have this form, or is of the other
//! environment, is refused without a look-up. The store holds the SHA-256 of a key, never the key.
//!
//! **Where keys are accepted.** In one header, once. On every route that asks who calls, a key in the
//! URL makes the request fail with 400 and an audit event that names it, whether there is a header too
//! or not: URLs end up in logs, so such a key must be treated as leaked, and be revoked.
//!
//! **What a key may.** At every request, those permissions of the key that its owner holds now: a
//! permission that the owner loses is gone from the key, and a name that the vocabulary does not know
//! grants nothing. A key has no roles and no OAuth scopes, was not authenticated at any time and by no
//! method, so conditions about these are not met, those of an administrator's role among them. It
//! acts in the tenant of its owner and *as* its owner: what asks for no more than a principal, or for
//! the owner of an object, lets every key of the owner in. Require a permission where a key must be
//! kept out. An owner who is locked or gone takes all their keys along.
//!
//! **Ending.** A key that was revoked, expired or revoked by way of its subject is refused from the next
//! request on; nothing about keys is cached.
//!
//! **Use.** When a key was last used and how often is counted in this process and written every ten
//! seconds. Call [`ApiKeys::flush`] before the process ends; when the last clone is dropped, uses are
//! written once more, without waiting. What a killed process had counted is lost.

use core::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::HeaderName;

use crate::audit::Audit;
use crate::authn::revocation::Revocations;
use crate::authn::{Account, Accounts};
use crate::clock::Clock;
use crate::outage::Outage;
use crate::store::{ApiKeyStore, Environment};
use crate::vocabulary::Vocabulary;

mod builder;
mod error;
mod format;
mod issue;
mod manage;
mod transport;
mod usage;
mod verify;

pub use builder::ApiKeysBuilder;
pub use error::{ApiKeyError, ConfigError};
pub use issue::{Created, NewKey};
/// What a new key is handed out as; it is wiped when dropped and never printed.
pub use secrecy::{ExposeSecret, SecretString};

use format::Format;
use usage::{Usage, Writer};

/// Authenticates programs by API keys, and manages the keys. Cheap to clone; clones are one.
///
/// ```
/// use futures_util::FutureExt as _;
/// use futures_util::future::BoxFuture;
/// use portcullis::authn::api_key::{ApiKeys, ConfigError};
/// use portcullis::authn::{Account, Accounts};
/// use portcullis::store::Environment;
/// use portcullis::{Outage, Permissions};
///
/// #[derive(Permissions, Clone, Copy, PartialEq, Eq)]
/// #[permissions(no_roles)]
/// enum Permission {
///     #[permission("reports:read")]
///     ReadReports,
/// }
///
/// struct Users;
///
/// impl Accounts<Permission> for Users {
///     fn find<'a>(
///         &'a self,
///         subject: &'a str,
///     ) -> BoxFuture<'a, Result<Option<Account<Permission>>, Outage>> {
///         let held = [Permission::ReadReports].into_iter().collect();
///         async move { Ok(Some(Account::new(subject).permissions(held))) }.boxed()
///     }
/// }
///
/// # fn main() -> Result<(), ConfigError> {
/// let keys = ApiKeys::builder("acme", Environment::Live, Users).at_most(5).build()?;
/// # drop(keys);
/// # Ok(())
/// # }
/// ```
pub struct ApiKeys<P: Vocabulary> {
    parts: Arc<Parts<P>>,
}

struct Parts<P: Vocabulary> {
    format: Format,
    environment: Environment,
    accounts: Arc<dyn Accounts<P>>,
    store: Arc<dyn ApiKeyStore>,
    header: HeaderName,
    limits: Limits,
    store_timeout: Duration,
    audit: Audit,
    clock: Arc<dyn Clock>,
    revocations: Revocations,
    usage: Arc<Usage>,
    _writer: Writer,
}

/// What an owner may have.
#[derive(Clone, Copy, Debug)]
struct Limits {
    lifetime: Duration,
    keys: usize,
}

impl<P: Vocabulary> ApiKeys<P> {
    /// Keys that begin with `prefix`, for an app that runs in `environment`. `accounts` say what the
    /// owner of a key holds.
    pub fn builder(
        prefix: impl Into<String>,
        environment: Environment,
        accounts: impl Accounts<P>,
    ) -> ApiKeysBuilder<P> {
        ApiKeysBuilder::new(prefix.into(), environment, accounts)
    }

    /// Writes what was counted of the uses of keys.
    ///
    /// # Errors
    /// An [`Outage`] of the store; the counts are kept for the next time.
    pub async fn flush(&self) -> Result<(), Outage> {
        self.parts.usage.write().await
    }
}

impl<P: Vocabulary> Parts<P> {
    /// What `subject` holds; an answer about somebody else is none.
    async fn account(&self, subject: &str) -> Result<Option<Account<P>>, Outage> {
        let account = within(self.store_timeout, "the accounts", self.accounts.find(subject));
        Ok(account.await?.filter(|account| account.subject() == subject))
    }

    async fn ask<T, E: Into<Outage>>(
        &self,
        answer: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Outage> {
        within(self.store_timeout, "the store of API keys", answer).await
    }
}

/// What came of `answer`, unless that takes longer than `limit`.
async fn within<T, E: Into<Outage>>(
    limit: Duration,
    dependency: &'static str,
    answer: impl Future<Output = Result<T, E>>,
) -> Result<T, Outage> {
    match tokio::time::timeout(limit, answer).await {
        Ok(answer) => answer.map_err(Into::into),
        Err(_) => Err(Outage::of(dependency)),
    }
}

impl<P: Vocabulary> Clone for ApiKeys<P> {
    fn clone(&self) -> Self {
        Self { parts: Arc::clone(&self.parts) }
    }
}

impl<P: Vocabulary> fmt::Debug for ApiKeys<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKeys")
            .field("prefix", &self.parts.format.prefix())
            .field("environment", &self.parts.environment)
            .field("header", &self.parts.header)
            .finish_non_exhaustive()
    }
}
