//! Stores in Redis: for several nodes, with what expires vanishing by itself.

use core::fmt;
use std::sync::Arc;
use std::time::Duration;

use ::redis::{FromRedisValue, ScriptInvocation};
use secrecy::{ExposeSecret as _, SecretString};

use super::StoreError;
use concern::Concern;
use link::Link;

mod api_keys;
mod concern;
mod link;
mod records;
mod refresh;
mod revocations;
mod server;
mod sessions;

/// What it is called in errors.
const NAME: &str = "Redis";

/// What expires shares how long its keys stay.
const SESSIONS: &str = concat!(include_str!("lua/expiry.lua"), include_str!("lua/sessions.lua"));
const REFRESH: &str = concat!(include_str!("lua/expiry.lua"), include_str!("lua/refresh.lua"));

/// How long an operation may take, unless configured.
const DEADLINE: Duration = Duration::from_millis(500);

/// How many records one step of a purge looks at, so that the server is not kept from others.
const BATCH: u64 = 500;

/// All stores in Redis. Cheap to clone; clones share a connection. Sessions, refresh tokens and
/// revocations that have expired vanish by themselves; API keys stay, since they are listed.
///
/// Needs Redis 7 or a server that speaks like it. `rediss://` needs the feature `tokio-rustls-comp` of
/// the crate `redis`, which an app turns on by depending on it.
///
/// # The server
/// - `maxmemory-policy noeviction`. A server that evicts keys could drop a revocation, or what names
///   the sessions of a subject, and a credential that was ended would be good again. One with another
///   policy is refused, and looked at again every second.
/// - A primary. Replicas are refused likewise, since they lag behind what was recorded.
/// - `appendonly yes`, or a restart loses everything: users log in again, API keys are gone, and only
///   nodes that keep running know what was revoked; they tell the server again. Without it there is
///   a warning. With the default `appendfsync everysec` a crash of the machine may lose a second;
///   `always` loses nothing.
/// - One primary at a time. A failover loses what had not reached the replica, and while two servers
///   take themselves for the primary, nodes that ask different ones do not hear of each other.
///
/// # One slot for each concern
/// The keys of a concern (sessions, refresh tokens, API keys, revocations) have one hash tag, for
/// example `{portcullis:sessions}`, so that every operation is one script, atomic and one round trip
/// long (three the first time, when the script is loaded), on a cluster too. The price is that a cluster spreads the four concerns over its nodes, but
/// not one concern. The other way, a slot for each subject, spreads them, but a digest would first
/// have to be looked up in another slot: two round trips for every request with a session, and ending
/// what a provider names, which crosses subjects, could not be atomic. The client speaks to one
/// address; in front of a cluster that is a proxy.
///
/// # When the server is gone
/// No operation takes longer than the deadline; a purge, and reading all revocations, take steps that
/// have one each. While there is no connection, operations fail at once, and a thread of the store's
/// own keeps trying. An operation that failed may have been carried out
/// all the same, or be carried out when a server that was stopped goes on.
///
/// ```no_run
/// use portcullis::store::RedisStore;
///
/// # async fn connect() -> Result<(), portcullis::store::StoreError> {
/// let store = RedisStore::connect("redis://127.0.0.1:6379").await?;
/// # drop(store);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RedisStore {
    inner: Arc<Inner>,
}

struct Inner {
    link: Link,
    sessions: Concern,
    refresh: Concern,
    api_keys: Concern,
    revocations: Concern,
}

impl RedisStore {
    /// Connects to the server at `url`, for example `redis://:password@127.0.0.1:6379/0`, with the
    /// defaults of [`builder`](Self::builder).
    ///
    /// # Errors
    /// [`StoreError`] as for [`RedisStoreBuilder::connect`].
    pub async fn connect(url: impl Into<String>) -> Result<Self, StoreError> {
        Self::builder(url).connect().await
    }

    /// Starts a configuration for the server at `url`.
    pub fn builder(url: impl Into<String>) -> RedisStoreBuilder {
        RedisStoreBuilder {
            url: SecretString::from(url.into()),
            prefix: "portcullis".to_owned(),
            deadline: DEADLINE,
        }
    }

    /// Takes one step, which is one round trip.
    async fn take<T: FromRedisValue>(&self, step: ScriptInvocation<'_>) -> Result<T, StoreError> {
        let link = &self.inner.link;
        link.ask(async move |mut connection| step.invoke_async(&mut connection).await).await
    }

    /// Repeats the step `purge` until nothing is left that has ended by `now`; yields how many.
    async fn purge_all(&self, concern: &Concern, now: i64) -> Result<u64, StoreError> {
        let mut ended = 0_u64;
        loop {
            let mut step = concern.step("purge");
            step.arg(now).arg(BATCH);
            let (looked, gone): (u64, u64) = self.take(step).await?;
            ended = ended.saturating_add(gone);
            if looked < BATCH {
                return Ok(ended);
            }
        }
    }
}

/// Neither the address, which may hold a password, nor what is kept.
impl fmt::Debug for RedisStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStore").finish_non_exhaustive()
    }
}

/// Configures a [`RedisStore`].
#[must_use]
pub struct RedisStoreBuilder {
    url: SecretString,
    prefix: String,
    deadline: Duration,
}

impl RedisStoreBuilder {
    /// What every key begins with, so that apps can share a server: 1 to 64 letters, digits and
    /// `-._:`. The default is `portcullis`.
    pub fn key_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// How long an operation may take before it fails: 10 ms to a minute. The default is 500 ms.
    /// Operations that a request waits for add up.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// Connects. Later on the connection is replaced whenever it is lost.
    ///
    /// # Errors
    /// [`StoreError`] where the configuration is wrong, the server does not answer within two
    /// deadlines, is a replica, or evicts keys.
    pub async fn connect(self) -> Result<RedisStore, StoreError> {
        if !is_prefix(&self.prefix) {
            return Err(StoreError::new(
                NAME,
                "the key prefix is not 1 to 64 letters, digits and `-._:`",
            ));
        }
        if !(Duration::from_millis(10)..=Duration::from_mins(1)).contains(&self.deadline) {
            return Err(StoreError::new(NAME, "the deadline is not between 10 ms and a minute"));
        }
        let client = link::client(self.url.expose_secret())?;
        let inner = Inner {
            link: Link::open(client, self.deadline)?,
            sessions: Concern::new(&self.prefix, "sessions", SESSIONS),
            refresh: Concern::new(&self.prefix, "refresh", REFRESH),
            api_keys: Concern::new(&self.prefix, "keys", include_str!("lua/api_keys.lua")),
            revocations: Concern::new(
                &self.prefix,
                "revocations",
                include_str!("lua/revocations.lua"),
            ),
        };
        inner.link.ready().await?;
        Ok(RedisStore { inner: Arc::new(inner) })
    }
}

/// Not the address, which may hold a password.
impl fmt::Debug for RedisStoreBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisStoreBuilder")
            .field("prefix", &self.prefix)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

fn is_prefix(prefix: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    (1..=64).contains(&prefix.len()) && prefix.bytes().all(is_allowed)
}
