//! Keys that an issuer publishes (RFC 7517), fetched and kept fresh.
//!
//! [`Jwks`] is where a [`Jwt`](super::jwt::Jwt) gets its keys from instead of the configuration.
//!
//! | | rule |
//! |---|---|
//! | address | https and public, unless the [`Egress`] says otherwise; no redirect; bounded time and size |
//! | set | a JSON object without a member twice; at most 64 keys, of which 16 are fit for use |
//! | key | asymmetric, public, for signatures, strong, for an accepted algorithm; others are passed over and logged |
//! | `kid` | one that two keys share names neither: both are passed over, the others stay |
//! | no `alg` | the only accepted algorithm that takes the key; for RSA one has to be configured |
//! | refresh | as the answer's `Cache-Control` or `Expires` says, between a floor and a ceiling |
//! | unknown `kid` | asks anew, unless anything was asked within the cooldown; all wait for one answer |
//! | failure | the old keys stay up to a maximum age since the last success; then every token is answered 503 |
//!
//! A set without any usable key counts as a failure. A key that is gone from the set verifies nothing
//! from the next refresh on, so the ceiling is how long a withdrawn key can be of use to a thief.

use core::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use super::jwt::builder::FetchedKeys;
use super::jwt::keys::Refresher;
use crate::background::Background;
use crate::egress::Egress;

mod builder;
mod error;
mod freshness;
mod keeper;
mod plan;
mod source;

pub use super::jwt::jwk_set::JwkSetError;
pub use builder::JwksBuilder;
pub use error::JwksError;

use keeper::Keeper;

/// The keys of one issuer. Cheap to clone; clones share the keys, and the last one ends the thread
/// that keeps them fresh.
///
/// Starting is explicit: [`wait`](JwksBuilder::wait) until the first keys are there, or
/// [`start`](JwksBuilder::start) at once and answer 503 until then.
///
/// ```no_run
/// use std::time::Duration;
///
/// use portcullis::authn::jwks::Jwks;
/// use portcullis::authn::jwt::{Algorithm, Issuers, Jwt};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let first = Jwks::url("https://one.example/.well-known/jwks.json")
///     .wait(Duration::from_secs(10))
///     .await?;
/// let second = Jwks::url("https://two.example/keys").algorithms([Algorithm::RS256]).start()?;
///
/// let issuers = Issuers::of([
///     Jwt::access_tokens("https://one.example", "my-api").jwks(&first).build()?,
///     Jwt::bearer("https://two.example", "my-api").jwks(&second).build()?,
/// ])?;
/// # drop(issuers);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Jwks {
    inner: Arc<Inner>,
}

struct Inner {
    keeper: Arc<Keeper>,
    _thread: Background,
}

impl Jwks {
    /// Keys that are published at `url`.
    pub fn url(url: impl Into<String>) -> JwksBuilder {
        JwksBuilder::new(builder::Place::Url(url.into()))
    }

    /// Keys in a file, which is read anew like an address.
    pub fn file(path: impl Into<PathBuf>) -> JwksBuilder {
        JwksBuilder::new(builder::Place::File(path.into()))
    }

    /// Whether any keys are known now. Until then, and after they have become too old, tokens are
    /// answered 503.
    pub fn has_keys(&self) -> bool {
        self.inner.keeper.has_keys()
    }

    /// Why the last attempt to get the keys failed; `None` after a success.
    pub fn last_failure(&self) -> Option<JwksError> {
        self.inner.keeper.last_failure()
    }

    pub(crate) fn keys(&self) -> FetchedKeys {
        let refresher: Arc<dyn Refresher> = Arc::<Inner>::clone(&self.inner);
        FetchedKeys { keys: Arc::clone(self.inner.keeper.keys()), refresher }
    }

    fn keep(keeper: Keeper) -> Result<Self, JwksError> {
        let keeper = Arc::new(keeper);
        let kept = Arc::clone(&keeper);
        let thread = Background::start("portcullis-jwks", move || kept.run())
            .map_err(|error| JwksError::Setup(error.kind()))?;
        Ok(Self { inner: Arc::new(Inner { keeper, _thread: thread }) })
    }

    async fn ready(self, limit: Duration) -> Result<Self, JwksError> {
        if self.inner.keeper.ready(limit).await {
            return Ok(self);
        }
        let cause = self.last_failure().map(Box::new);
        Err(JwksError::NotInTime { limit, cause })
    }
}

impl Refresher for Inner {
    fn refresh(&self) -> Option<BoxFuture<'static, ()>> {
        self.keeper.ask()
    }

    fn describe(&self) -> (String, Vec<String>) {
        (self.keeper.name(), self.keeper.escape_hatches())
    }
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwks").field("source", &self.keeper.name()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Jwks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// What fetches keys unless another client is given: one that answers before a request gives up.
fn default_egress() -> Result<Egress, JwksError> {
    Egress::builder().timeout(Duration::from_secs(3)).build().map_err(JwksError::Fetch)
}
