//! Revocations in memory, for nodes of one process: tests, and apps that run beside each other.

use std::time::SystemTime;

use super::{MemoryStore, answered, lock};
use crate::authn::revocation::Revocation;
use crate::store::{Answer, Feed, RevocationStore};

/// In the order in which they came, each with its number.
#[derive(Default)]
pub(super) struct Revoked {
    count: u64,
    entries: Vec<(u64, Revocation)>,
}

impl RevocationStore for MemoryStore {
    fn record(&self, revocation: Revocation) -> Answer<'_, ()> {
        let mut revoked = lock(&self.inner.revoked);
        revoked.count = revoked.count.saturating_add(1);
        let number = revoked.count;
        revoked.entries.push((number, revocation));
        answered(())
    }

    fn since<'a>(&'a self, cursor: Option<&'a str>) -> Answer<'a, Feed> {
        let revoked = lock(&self.inner.revoked);
        let known = cursor.and_then(|cursor| cursor.parse().ok());
        let after: u64 = known.filter(|number| *number <= revoked.count).unwrap_or_default();
        let later = revoked.entries.iter().filter(|(number, _)| *number > after);
        let revocations = later.map(|(_, revocation)| revocation.clone()).collect();
        answered(Feed { revocations, cursor: revoked.count.to_string() })
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        let mut revoked = lock(&self.inner.revoked);
        let before = revoked.entries.len();
        revoked.entries.retain(|(_, revocation)| revocation.until > now);
        answered((before - revoked.entries.len()) as u64)
    }
}
