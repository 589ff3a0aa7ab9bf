//! `LoginThrottle`: how often a login may be tried, without locking the owner out.

use core::fmt;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use governor::clock::Clock as Ticks;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use quick_cache::sync::Cache;
use sha2::{Digest as _, Sha256};

use crate::audit::{Audit, AuditEvent};
use crate::clock::Clock;
use crate::problem::Problem;

/// Decides whether a login may be tried, before anything is computed for it. Cheap to clone.
///
/// Attempts are counted by three things:
///
/// | counted by | default | stops |
/// |---|---|---|
/// | account and address | 10 at once, then one in 30 s | guessing at one account from one place |
/// | address (IPv6: its /64) | 50 at once, then one in 5 s | trying one password on many accounts |
/// | account, from places it is not known from | 100 at once, then one in 36 s | guessing from many places |
///
/// The last limit would lock the owner out while somebody attacks the account, so it does not hold
/// for an address from which the account logged in before, nor for a device that the app recognises
/// ([`Attempt::known_device`]); both keep the first limit. An owner who comes from a new place on a new
/// device while the account is under attack from many places does wait.
///
/// Of this process alone: with several nodes, each counts what it sees. Memory is bounded; when as
/// many accounts and addresses are counted as the bound allows, attempts from places that are not
/// known are refused until some are forgotten. (OWASP API2:2023, ASVS 6.3.1)
#[derive(Clone)]
pub struct LoginThrottle {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) pairs: Limiter,
    pub(super) addresses: Limiter,
    pub(super) accounts: Limiter,
    pub(super) known: Cache<Key, ()>,
    pub(super) most_keys: usize,
    /// The second in which keys were last forgotten.
    pub(super) swept: AtomicU64,
    /// So that nobody can choose names that fall together.
    pub(super) seed: [u8; 32],
    pub(super) clock: Wall,
    pub(super) audit: Audit,
}

pub(super) type Key = [u8; 16];
pub(super) type Limiter =
    RateLimiter<Key, DashMapStateStore<Key>, Wall, governor::middleware::NoOpMiddleware<Duration>>;

/// The time since 1970, for the limiters.
#[derive(Clone)]
pub(super) struct Wall(pub(super) Arc<dyn Clock>);

impl Ticks for Wall {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }
}

/// How often something may happen: so many times at once, and then once in each period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How many times at once.
    pub at_once: NonZeroU32,
    /// How long until there is one more.
    pub period: Duration,
}

impl Pace {
    /// `at_once` times, then once in each `period`. Less than once is once.
    pub fn new(at_once: u32, period: Duration) -> Self {
        Self { at_once: NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN), period }
    }

    /// A period of zero would be no limit at all.
    pub(super) fn quota(self) -> Option<Quota> {
        Some(Quota::with_period(self.period)?.allow_burst(self.at_once))
    }
}

/// One attempt to log in.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    account: &'a str,
    address: IpAddr,
    is_known_device: bool,
}

impl<'a> Attempt<'a> {
    /// At `account`, whether it exists or not, in the form in which accounts are compared (lower case,
    /// say); from `address`. That is the peer of
    /// the connection, or what a proxy of your own says, never a header that a client can write.
    pub fn new(account: &'a str, address: IpAddr) -> Self {
        Self { account, address, is_known_device: false }
    }

    /// From a device that this account logged in from before, for example by a signed cookie.
    #[must_use]
    pub fn known_device(mut self, is_known: bool) -> Self {
        self.is_known_device = is_known;
        self
    }
}

/// An attempt that may be made. What came of it goes on record.
#[derive(Debug)]
#[must_use]
pub struct Admitted {
    throttle: LoginThrottle,
    pair: Key,
}

impl Admitted {
    /// `subject` is logged in; the account is known from this address from now on.
    pub fn succeeded(self, subject: &str) {
        self.throttle.inner.known.insert(self.pair, ());
        let event = AuditEvent::named("authn_login_success").subject(subject);
        self.throttle.inner.audit.record(&event);
    }

    /// Nobody was logged in. `subject` is whose account it was, where there is one; what was typed
    /// goes on no record, since it may be a password.
    pub fn failed(self, subject: Option<&str>) {
        let mut event = AuditEvent::named("authn_login_fail");
        event.subject = subject.map(str::to_owned);
        self.throttle.inner.audit.record(&event);
    }
}

impl LoginThrottle {
    pub(super) fn of(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// Counts the attempt and lets it be made, or not.
    ///
    /// # Errors
    /// [`Problem::TooManyRequests`] with when to come back.
    pub fn admit(&self, attempt: &Attempt<'_>) -> Result<Admitted, Problem> {
        let place = place(attempt.address);
        let pair = self.key(&[attempt.account.as_bytes(), &place]);
        let is_known = attempt.is_known_device || self.inner.known.get(&pair).is_some();
        let waits = [
            self.count(&self.inner.addresses, self.key(&[&place]), is_known),
            self.count(&self.inner.pairs, pair, is_known),
        ];
        // One that is refused anyway must not use up what the account has left for others.
        let wait = waits.into_iter().flatten().max().or_else(|| {
            let account = self.key(&[attempt.account.as_bytes()]);
            (!is_known).then(|| self.count(&self.inner.accounts, account, false)).flatten()
        });
        match wait {
            None => Ok(Admitted { throttle: self.clone(), pair }),
            Some(retry_after) => {
                self.inner.audit.record(&AuditEvent::named("authn_login_lock"));
                Err(Problem::TooManyRequests { retry_after })
            }
        }
    }

    /// How long to wait, where one more is too many.
    fn count(&self, limiter: &Limiter, key: Key, is_known: bool) -> Option<Duration> {
        if self.is_full(limiter) && !is_known {
            return Some(Duration::from_mins(1));
        }
        let early = limiter.check_key(&key).err()?;
        Some(early.wait_time_from(self.inner.clock.now()))
    }

    /// Forgets what no longer matters when there is no room, at most once a second.
    fn is_full(&self, limiter: &Limiter) -> bool {
        let is_full = || limiter.len() >= self.inner.most_keys;
        let second = self.inner.clock.now().as_secs();
        if is_full() && self.inner.swept.swap(second, Ordering::Relaxed) != second {
            for limiter in [&self.inner.pairs, &self.inner.addresses, &self.inner.accounts] {
                limiter.retain_recent();
            }
        }
        is_full()
    }

    /// Names are not kept, only what tells them apart.
    fn key(&self, parts: &[&[u8]]) -> Key {
        let mut hash = Sha256::new().chain_update(self.inner.seed);
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let mut key = Key::default();
        key.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
        key
    }
}

/// An IPv6 subscriber has a whole /64.
fn place(address: IpAddr) -> [u8; 16] {
    let bits = match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits() & !u128::from(u64::MAX),
    };
    Ipv6Addr::from_bits(bits).octets()
}

impl fmt::Debug for LoginThrottle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginThrottle").finish_non_exhaustive()
    }
}
