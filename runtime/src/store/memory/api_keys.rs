//! API keys in memory.

use std::collections::HashMap;
use std::time::SystemTime;

use super::{MemoryStore, answered, lock};
use crate::store::{Answer, ApiKeyRecord, ApiKeyStore, ApiKeyUse, Digest};

/// By id.
pub(super) type ApiKeys = HashMap<String, ApiKeyRecord>;

impl ApiKeyStore for MemoryStore {
    fn create(&self, key: ApiKeyRecord) -> Answer<'_, ()> {
        lock(&self.inner.api_keys).insert(key.id.clone(), key);
        answered(())
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<ApiKeyRecord>> {
        let keys = lock(&self.inner.api_keys);
        answered(keys.values().find(|key| key.digest == digest).cloned())
    }

    fn list<'a>(&'a self, owner: &'a str) -> Answer<'a, Vec<ApiKeyRecord>> {
        let keys = lock(&self.inner.api_keys);
        let mut own: Vec<_> = keys.values().filter(|key| key.owner == owner).cloned().collect();
        own.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
        answered(own)
    }

    fn rotate<'a>(
        &'a self,
        old: &'a str,
        until: SystemTime,
        key: ApiKeyRecord,
    ) -> Answer<'a, bool> {
        let mut keys = lock(&self.inner.api_keys);
        let now = key.created_at;
        let Some(old) = keys.get_mut(old).filter(|old| {
            old.owner == key.owner
                && old.revoked_at.is_none()
                && old.expires_at.is_none_or(|end| end > now)
        }) else {
            return answered(false);
        };
        old.expires_at = Some(old.expires_at.map_or(until, |end| end.min(until)));
        keys.insert(key.id.clone(), key);
        answered(true)
    }

    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str, at: SystemTime) -> Answer<'a, bool> {
        let mut keys = lock(&self.inner.api_keys);
        let key = keys.get_mut(id).filter(|key| key.owner == owner && key.revoked_at.is_none());
        answered(key.map(|key| key.revoked_at = Some(at)).is_some())
    }

    fn revoke_all<'a>(&'a self, owner: &'a str, at: SystemTime) -> Answer<'a, Vec<String>> {
        let mut keys = lock(&self.inner.api_keys);
        let own = keys.values_mut().filter(|key| key.owner == owner && key.revoked_at.is_none());
        let ids = own.map(|key| {
            key.revoked_at = Some(at);
            key.id.clone()
        });
        answered(ids.collect())
    }

    fn record_uses<'a>(&'a self, uses: &'a [ApiKeyUse]) -> Answer<'a, ()> {
        let mut keys = lock(&self.inner.api_keys);
        for recorded in uses {
            if let Some(key) = keys.get_mut(&recorded.id) {
                key.uses = key.uses.saturating_add(recorded.count);
                key.last_used_at = key.last_used_at.max(Some(recorded.last_used_at));
            }
        }
        answered(())
    }
}
