//! Where credentials are kept between requests: one trait for each concern, and the stores that
//! implement them.
//!
//! Stores hold hashes of secrets, never the secrets. Every method takes the time from its caller, so
//! that a store has no clock of its own; times are kept in whole milliseconds. Texts may be long and in
//! any script, but without NUL, which PostgreSQL refuses. What is over stays until it is purged, by a
//! [`Sweeper`].
//!
//! A store that does not answer is an [`Outage`], which is answered 503 and never "allowed".

use core::fmt;
use std::borrow::Cow;

use futures_util::future::BoxFuture;

use crate::outage::Outage;

mod api_key;
mod digest;
mod memory;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "redis")]
mod redis;
mod refresh;
mod revocation;
mod session;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
mod sweeper;

pub use api_key::{ApiKeyRecord, ApiKeyStore, ApiKeyUse, Environment};
pub use digest::Digest;
pub use memory::MemoryStore;
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "redis")]
pub use redis::{RedisStore, RedisStoreBuilder};
pub use refresh::{FamilyRecord, RefreshStore, Spending, Successor};
pub use revocation::{Feed, RevocationStore};
pub use session::{ProviderSession, SessionRecord, SessionStore};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub use sql::{Engine, SqlStore};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
pub use sweeper::{Sweeper, SweeperBuilder};

/// What a store answers, later.
pub type Answer<'a, T> = BoxFuture<'a, Result<T, StoreError>>;

/// Why a store did not answer. The cause is for the operator; a client sees 503.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    store: &'static str,
    cause: Cow<'static, str>,
}

impl StoreError {
    /// `store`, for example `PostgreSQL`, failed for this cause, which must not hold a secret.
    pub fn new(store: &'static str, cause: impl Into<Cow<'static, str>>) -> Self {
        Self { store, cause: cause.into() }
    }

    /// Why, for logs.
    pub fn cause(&self) -> &str {
        &self.cause
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.store, self.cause)
    }
}

impl core::error::Error for StoreError {}

impl From<StoreError> for Outage {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a store did not answer");
        Self::of(error.store)
    }
}
