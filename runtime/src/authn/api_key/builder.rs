//! `ApiKeysBuilder`: how keys are configured, and what cannot be.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{self, HeaderName};

use super::error::ConfigError;
use super::format::Format;
use super::usage::{Usage, Writer};
use super::{ApiKeys, Limits, Parts};
use crate::audit::Audit;
use crate::authn::Accounts;
use crate::authn::revocation::Revocations;
use crate::clock::{Clock, SystemClock};
use crate::store::{ApiKeyStore, Environment, MemoryStore};
use crate::vocabulary::Vocabulary;

/// Configures [`ApiKeys`].
#[must_use]
pub struct ApiKeysBuilder<P: Vocabulary> {
    prefix: String,
    environment: Environment,
    accounts: Arc<dyn Accounts<P>>,
    store: Arc<dyn ApiKeyStore>,
    header: String,
    limits: Limits,
    store_timeout: Duration,
    flush_every: Duration,
    audit: Audit,
    clock: Arc<dyn Clock>,
    revocations: Revocations,
}

impl<P: Vocabulary> ApiKeysBuilder<P> {
    pub(super) fn new(
        prefix: String,
        environment: Environment,
        accounts: impl Accounts<P>,
    ) -> Self {
        Self {
            prefix,
            environment,
            accounts: Arc::new(accounts),
            store: Arc::new(MemoryStore::new()),
            header: "X-Api-Key".to_owned(),
            limits: Limits { lifetime: Duration::from_hours(365 * 24), keys: 20 },
            store_timeout: Duration::from_secs(5),
            flush_every: Duration::from_secs(10),
            audit: Audit::tracing(),
            clock: Arc::new(SystemClock),
            revocations: Revocations::in_process(),
        }
    }

    /// Where keys are kept; in the memory of this process unless set.
    pub fn store(mut self, store: impl ApiKeyStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// The header that keys come in; `X-Api-Key` unless set. It may be none that carries other
    /// credentials, such as `Authorization`.
    pub fn header(mut self, name: impl Into<String>) -> Self {
        self.header = name.into();
        self
    }

    /// How long a key may live, and how long one lives for which nothing is said; 365 days unless
    /// set.
    pub fn max_lifetime(mut self, lifetime: Duration) -> Self {
        self.limits.lifetime = lifetime;
        self
    }

    /// How many keys an owner may have that have not ended; 20 unless set. While a key is rotated it
    /// may be one more.
    pub fn at_most(mut self, keys: usize) -> Self {
        self.limits.keys = keys;
        self
    }

    /// How long the store and the accounts may each take before that is an
    /// [`Outage`](crate::Outage); five seconds unless set.
    pub fn store_timeout(mut self, limit: Duration) -> Self {
        self.store_timeout = limit;
        self
    }

    /// How often uses are written to the store; every ten seconds unless set.
    pub fn flush_every(mut self, period: Duration) -> Self {
        self.flush_every = period;
        self
    }

    /// Where audit events go; to `tracing` unless set.
    pub fn audit(mut self, audit: Audit) -> Self {
        self.audit = audit;
        self
    }

    /// What time it is; that of the machine unless set.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// What is revoked. A key that is revoked is revoked here too, and a key of a revoked subject is
    /// refused. Of this alone unless set.
    pub fn revocations(mut self, revocations: &Revocations) -> Self {
        self.revocations = revocations.clone();
        self
    }

    /// The finished configuration. It has a thread of its own, which writes uses.
    ///
    /// # Errors
    /// [`ConfigError`] names what cannot be used.
    pub fn build(self) -> Result<ApiKeys<P>, ConfigError> {
        let ten_years = Duration::from_hours(10 * 365 * 24);
        if !(Duration::from_mins(1)..=ten_years).contains(&self.limits.lifetime) {
            return Err(ConfigError::MaxLifetime(self.limits.lifetime));
        }
        if self.limits.keys == 0 {
            return Err(ConfigError::NoKeys);
        }
        if self.store_timeout.is_zero() {
            return Err(ConfigError::NoTimeForTheStore);
        }
        if !(Duration::from_millis(10)..=Duration::from_hours(1)).contains(&self.flush_every) {
            return Err(ConfigError::FlushEvery(self.flush_every));
        }
        let format = Format::new(self.prefix.clone()).ok_or(ConfigError::Prefix(self.prefix))?;
        let header = of_its_own(&self.header).ok_or(ConfigError::Header(self.header))?;
        let usage = Arc::new(Usage::new(Arc::clone(&self.store), self.store_timeout));
        let writer = Writer::start(&usage, self.flush_every)
            .map_err(|error| ConfigError::NoThread(error.to_string()))?;
        let parts = Parts {
            format,
            environment: self.environment,
            accounts: self.accounts,
            store: self.store,
            header,
            limits: self.limits,
            store_timeout: self.store_timeout,
            audit: self.audit,
            clock: self.clock,
            revocations: self.revocations,
            usage,
            _writer: writer,
        };
        Ok(ApiKeys { parts: Arc::new(parts) })
    }
}

/// A header that carries no other credential.
fn of_its_own(name: &str) -> Option<HeaderName> {
    const TAKEN: [HeaderName; 3] =
        [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE];
    HeaderName::try_from(name).ok().filter(|name| !TAKEN.contains(name))
}
