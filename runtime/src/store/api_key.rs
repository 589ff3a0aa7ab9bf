//! `ApiKeyStore`: the keys of programs.

use core::fmt;
use std::time::SystemTime;

use super::{Answer, Digest};

/// An API key as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyRecord {
    /// What it is called in lists, in audit and in revocations; no secret.
    pub id: String,
    /// The digest of the whole key.
    pub digest: Digest,
    /// The subject that it acts for.
    pub owner: String,
    /// What the owner calls it.
    pub name: String,
    /// Where it is good.
    pub environment: Environment,
    /// The names of the permissions that it carries, as far as its owner still holds them.
    pub permissions: Vec<String>,
    /// When it was made.
    pub created_at: SystemTime,
    /// When it ends; `None` when it does not.
    pub expires_at: Option<SystemTime>,
    /// When it was revoked.
    pub revoked_at: Option<SystemTime>,
    /// When it was last used, as far as that was written yet.
    pub last_used_at: Option<SystemTime>,
    /// How often it was used, as far as that was written yet.
    pub uses: u64,
}

/// Where an API key is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Environment {
    /// In production.
    Live,
    /// Anywhere else.
    Test,
}

impl Environment {
    /// The name as it stands in a key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    /// The environment of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Live, Self::Test].into_iter().find(|environment| environment.as_str() == name)
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a key was used since this was last written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKeyUse {
    /// The key.
    pub id: String,
    /// How many times.
    pub count: u64,
    /// The last time.
    pub last_used_at: SystemTime,
}

/// Keeps API keys.
pub trait ApiKeyStore: Send + Sync + 'static {
    /// Keeps a new key.
    fn create(&self, key: ApiKeyRecord) -> Answer<'_, ()>;

    /// The key with this digest, whether it is still good or not.
    fn find(&self, digest: Digest) -> Answer<'_, Option<ApiKeyRecord>>;

    /// The keys of `owner`, the latest first, also those that have ended.
    fn list<'a>(&'a self, owner: &'a str) -> Answer<'a, Vec<ApiKeyRecord>>;

    /// Keeps `key`, and lets the key of the same owner with the id `old` end at `until` unless it
    /// ends before; both or neither. `false`, and nothing is kept, when there is no such key, it is
    /// revoked, or it has expired by the time at which `key` was created.
    fn rotate<'a>(&'a self, old: &'a str, until: SystemTime, key: ApiKeyRecord)
    -> Answer<'a, bool>;

    /// Revokes the key of `owner` with this id; tells whether there was one that was not revoked.
    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str, at: SystemTime) -> Answer<'a, bool>;

    /// Revokes all keys of `owner`; yields the ids of those that were not revoked before.
    fn revoke_all<'a>(&'a self, owner: &'a str, at: SystemTime) -> Answer<'a, Vec<String>>;

    /// Adds uses to what is written. Keys that are gone are passed over, a key may stand there twice,
    /// and times never go back.
    fn record_uses<'a>(&'a self, uses: &'a [ApiKeyUse]) -> Answer<'a, ()>;
}
