//! API keys in Redis: a hash for each, a pointer to it from its digest, and a set for each owner.

use std::time::SystemTime;

use ::redis::ScriptInvocation;
use futures_util::FutureExt as _;

use super::RedisStore;
use super::records::{ApiKey, ApiKeyChanges, optional_millis, read, text, write};
use crate::clock::to_millis;
use crate::store::{Answer, ApiKeyRecord, ApiKeyStore, ApiKeyUse, Digest, StoreError};

/// How many keys one step writes uses of.
const USES: usize = 256;

/// The JSON of what never changes, and what does.
type Row = (String, String, String, String, u64);

fn whole((record, expires, revoked, last_used, uses): Row) -> Result<ApiKeyRecord, StoreError> {
    let changes: ApiKeyChanges = (expires, revoked, last_used, uses);
    read::<ApiKey>(&record)?.now(&changes)
}

/// Adds what keeping `key` takes.
fn describe(step: &mut ScriptInvocation<'_>, key: &ApiKeyRecord) -> Result<(), StoreError> {
    step.arg(&key.id)
        .arg(&key.owner)
        .arg(text(key.digest))
        .arg(write(&ApiKey::from(key))?)
        .arg(optional_millis(key.expires_at))
        .arg(optional_millis(key.revoked_at))
        .arg(optional_millis(key.last_used_at))
        .arg(key.uses);
    Ok(())
}

impl ApiKeyStore for RedisStore {
    fn create(&self, key: ApiKeyRecord) -> Answer<'_, ()> {
        async move {
            let mut step = self.inner.api_keys.step("create");
            describe(&mut step, &key)?;
            self.take(step).await
        }
        .boxed()
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<ApiKeyRecord>> {
        async move {
            let mut step = self.inner.api_keys.step("find");
            step.arg(text(digest));
            let rows: Vec<Row> = self.take(step).await?;
            let key = rows.into_iter().next().map(whole).transpose()?;
            Ok(key.filter(|key| key.digest == digest))
        }
        .boxed()
    }

    fn list<'a>(&'a self, owner: &'a str) -> Answer<'a, Vec<ApiKeyRecord>> {
        async move {
            let mut step = self.inner.api_keys.step("list");
            step.arg(owner);
            let rows: Vec<Row> = self.take(step).await?;
            let mut own = rows.into_iter().map(whole).collect::<Result<Vec<_>, _>>()?;
            own.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
            Ok(own)
        }
        .boxed()
    }

    fn rotate<'a>(
        &'a self,
        old: &'a str,
        until: SystemTime,
        key: ApiKeyRecord,
    ) -> Answer<'a, bool> {
        async move {
            let mut step = self.inner.api_keys.step("rotate");
            step.arg(old).arg(to_millis(until)).arg(to_millis(key.created_at));
            describe(&mut step, &key)?;
            self.take(step).await
        }
        .boxed()
    }

    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str, at: SystemTime) -> Answer<'a, bool> {
        async move {
            let mut step = self.inner.api_keys.step("revoke");
            step.arg(owner).arg(id).arg(to_millis(at));
            self.take(step).await
        }
        .boxed()
    }

    fn revoke_all<'a>(&'a self, owner: &'a str, at: SystemTime) -> Answer<'a, Vec<String>> {
        async move {
            let mut step = self.inner.api_keys.step("revoke_all");
            step.arg(owner).arg(to_millis(at));
            self.take(step).await
        }
        .boxed()
    }

    fn record_uses<'a>(&'a self, uses: &'a [ApiKeyUse]) -> Answer<'a, ()> {
        async move {
            for some in uses.chunks(USES) {
                let mut step = self.inner.api_keys.step("record_uses");
                for recorded in some {
                    step.arg(&recorded.id)
                        .arg(i64::try_from(recorded.count).unwrap_or(i64::MAX))
                        .arg(to_millis(recorded.last_used_at));
                }
                self.take::<()>(step).await?;
            }
            Ok(())
        }
        .boxed()
    }
}
