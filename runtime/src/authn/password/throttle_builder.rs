//! `LoginThrottleBuilder`: how often logins may be tried, and what would be no limit.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use governor::RateLimiter;
use quick_cache::sync::Cache;

use super::throttle::{Inner, LoginThrottle, Pace, Wall};
use crate::audit::Audit;
use crate::clock::{Clock, SystemClock};

impl LoginThrottle {
    /// Starts a configuration.
    pub fn builder() -> LoginThrottleBuilder {
        LoginThrottleBuilder {
            pair: Pace::new(10, Duration::from_secs(30)),
            address: Pace::new(50, Duration::from_secs(5)),
            account: Pace::new(100, Duration::from_secs(36)),
            most_keys: 100_000,
            clock: Arc::new(SystemClock),
            audit: Audit::tracing(),
        }
    }
}

/// Configures a [`LoginThrottle`].
#[derive(Debug)]
#[must_use]
pub struct LoginThrottleBuilder {
    pair: Pace,
    address: Pace,
    account: Pace,
    most_keys: usize,
    clock: Arc<dyn Clock>,
    audit: Audit,
}

impl LoginThrottleBuilder {
    /// How often an account may be tried from one address.
    pub fn account_and_address(mut self, pace: Pace) -> Self {
        self.pair = pace;
        self
    }

    /// How often an address may try any account.
    pub fn address(mut self, pace: Pace) -> Self {
        self.address = pace;
        self
    }

    /// How often an account may be tried from all places that it is not known from.
    pub fn account(mut self, pace: Pace) -> Self {
        self.account = pace;
        self
    }

    /// How many accounts and addresses are counted at most, for each limit; also how many places are
    /// remembered. The default is 100,000.
    pub fn most_keys(mut self, keys: usize) -> Self {
        self.most_keys = keys;
        self
    }

    /// What time it is.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Where logins go on record; to `tracing` unless set.
    pub fn audit(mut self, audit: Audit) -> Self {
        self.audit = audit;
        self
    }

    /// The finished throttle.
    ///
    /// # Errors
    /// [`LoginThrottleError`] names what would be no limit, or nobody could pass.
    pub fn build(self) -> Result<LoginThrottle, LoginThrottleError> {
        if self.most_keys == 0 {
            return Err(LoginThrottleError::NoKeys);
        }
        let clock = Wall(self.clock);
        let limiter = |pace: Pace| {
            let quota = pace.quota().ok_or(LoginThrottleError::NoPeriod)?;
            Ok(RateLimiter::dashmap_with_clock(quota, clock.clone()))
        };
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| LoginThrottleError::NoRandomness)?;
        let inner = Inner {
            pairs: limiter(self.pair)?,
            addresses: limiter(self.address)?,
            accounts: limiter(self.account)?,
            known: Cache::new(self.most_keys),
            most_keys: self.most_keys,
            swept: AtomicU64::new(0),
            seed,
            clock,
            audit: self.audit,
        };
        Ok(LoginThrottle::of(inner))
    }
}

/// Why a [`LoginThrottle`] cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoginThrottleError {
    /// A pace without a period is no limit.
    #[error(
        "the period of a pace is zero, expected for example `Pace::new(10, Duration::from_secs(30))`"
    )]
    NoPeriod,
    /// Nobody could log in.
    #[error("no account can be counted")]
    NoKeys,
    /// The system has none to give.
    #[error("there is no randomness")]
    NoRandomness,
}
