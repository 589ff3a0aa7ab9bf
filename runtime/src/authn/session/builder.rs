//! `SessionsBuilder`: how sessions are configured, and what cannot be.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use super::cookie::{Cookie, SameSite};
use super::origin::TrustedOrigins;
use super::{Parts, Sessions};
use crate::audit::Audit;
use crate::authn::Accounts;
use crate::authn::revocation::Revocations;
use crate::clock::{Clock, SystemClock};
use crate::store::{MemoryStore, SessionStore};
use crate::vocabulary::Vocabulary;

/// Longer than any session should last.
const LONGEST: Duration = Duration::from_hours(400 * 24);

/// Configures [`Sessions`].
#[must_use]
pub struct SessionsBuilder<P: Vocabulary> {
    store: Arc<dyn SessionStore>,
    accounts: Arc<dyn Accounts<P>>,
    cookie_name: String,
    same_site: SameSite,
    trusted: Vec<String>,
    idle_timeout: Duration,
    absolute_timeout: Duration,
    most: Option<usize>,
    store_timeout: Duration,
    audit: Audit,
    clock: Arc<dyn Clock>,
    revocations: Revocations,
}

impl<P: Vocabulary> SessionsBuilder<P> {
    pub(super) fn new(accounts: impl Accounts<P>) -> Self {
        Self {
            store: Arc::new(MemoryStore::new()),
            accounts: Arc::new(accounts),
            cookie_name: "__Host-session".to_owned(),
            same_site: SameSite::default(),
            trusted: Vec::new(),
            idle_timeout: Duration::from_mins(30),
            absolute_timeout: Duration::from_hours(12),
            most: None,
            store_timeout: Duration::from_secs(5),
            audit: Audit::tracing(),
            clock: Arc::new(SystemClock),
            revocations: Revocations::in_process(),
        }
    }

    /// Where sessions are kept; in the memory of this process unless set.
    pub fn store(mut self, store: impl SessionStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// What the cookie is called; `__Host-session` unless set. The prefix `__Host-` must stay: by it
    /// the browser sees to it that nobody but this host sets the cookie.
    pub fn cookie_name(mut self, name: impl Into<String>) -> Self {
        self.cookie_name = name.into();
        self
    }

    /// Whether links of other sites arrive with the cookie; [`SameSite::Lax`] unless set.
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = same_site;
        self
    }

    /// Trusts the pages of another origin, for example `https://app.example.com`, to send requests
    /// with the cookie. `SameSite` still keeps the cookie from origins of other sites.
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// How long a session may lie unused; 30 minutes unless set. Use is noted once a minute, or every
    /// tenth of this where that is shorter, so a session may end earlier by as much, and never later.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// How long a session lasts in any case, from the login or the last re-authentication; 12 hours
    /// unless set.
    pub fn absolute_timeout(mut self, timeout: Duration) -> Self {
        self.absolute_timeout = timeout;
        self
    }

    /// How many sessions a subject may have at once (ASVS 7.1.2); the oldest ends when a login makes
    /// it one more. No limit unless set.
    pub fn at_most(mut self, sessions: usize) -> Self {
        self.most = Some(sessions);
        self
    }

    /// How long the store may take for what a handler asks of it before that fails as an
    /// [`Outage`](crate::Outage); five seconds unless set. Authentication has the
    /// [decision timeout](crate::SecurityBuilder::decision_timeout).
    pub fn store_timeout(mut self, limit: Duration) -> Self {
        self.store_timeout = limit;
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

    /// What is revoked. A session that ends is revoked here too, for tokens that came from it and for
    /// other nodes. Of this alone unless set.
    pub fn revocations(mut self, revocations: Revocations) -> Self {
        self.revocations = revocations;
        self
    }

    /// The finished configuration.
    ///
    /// # Errors
    /// [`ConfigError`] names what cannot be used.
    pub fn build(self) -> Result<Sessions<P>, ConfigError> {
        let least = Duration::from_secs(1);
        if self.idle_timeout < least {
            return Err(ConfigError::IdleTimeout(self.idle_timeout));
        }
        if self.absolute_timeout < self.idle_timeout || self.absolute_timeout > LONGEST {
            return Err(ConfigError::AbsoluteTimeout(self.absolute_timeout));
        }
        if self.store_timeout.is_zero() {
            return Err(ConfigError::NoTimeForTheStore);
        }
        if self.most == Some(0) {
            return Err(ConfigError::NoSession);
        }
        let trusted = TrustedOrigins::new(self.trusted).map_err(ConfigError::Origin)?;
        let cookie = Cookie::new(self.cookie_name.clone(), self.same_site)
            .ok_or(ConfigError::CookieName(self.cookie_name))?;
        let parts = Parts {
            store: self.store,
            accounts: self.accounts,
            cookie,
            trusted,
            idle_timeout: self.idle_timeout,
            absolute_timeout: self.absolute_timeout,
            most: self.most,
            store_timeout: self.store_timeout,
            audit: self.audit,
            clock: self.clock,
            revocations: self.revocations,
            purged_at: AtomicI64::new(0),
        };
        Ok(Sessions { parts: Arc::new(parts) })
    }
}

/// Why [`Sessions`] cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The cookie would lack the browser's protection, or is no cookie.
    #[error(
        "a cookie cannot be called `{0}`, expected `__Host-` and letters, for example `__Host-session`"
    )]
    CookieName(String),
    /// Sessions would end between two requests.
    #[error("an idle timeout of {0:?} is shorter than a second")]
    IdleTimeout(Duration),
    /// Sessions would never end, or the idle timeout would mean nothing.
    #[error(
        "an absolute timeout of {0:?} is shorter than the idle timeout or longer than 400 days"
    )]
    AbsoluteTimeout(Duration),
    /// Nothing could ever be kept.
    #[error("the store has no time: set a longer one with `.store_timeout(..)`")]
    NoTimeForTheStore,
    /// Nobody could log in.
    #[error("a subject may have no session, expected at least one")]
    NoSession,
    /// Not an origin as browsers write it, or one that somebody in the network can pretend to be.
    #[error(
        "`{0}` cannot be trusted, expected an https origin in lower case without a path or default port, for example `https://app.example.com`"
    )]
    Origin(String),
}
