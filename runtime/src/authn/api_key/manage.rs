//! Listing and revoking keys.

use std::time::{Duration, SystemTime};

use super::{ApiKeyError, ApiKeys, Parts};
use crate::audit::AuditEvent;
use crate::authn::revocation::{Revocation, Target};
use crate::clock::{of_millis, to_millis};
use crate::store::ApiKeyRecord;
use crate::vocabulary::Vocabulary;

/// How long a revoked key is remembered beside the store, which remembers it for good.
const REMEMBERED: Duration = Duration::from_hours(24);

impl<P: Vocabulary> ApiKeys<P> {
    /// The keys of `owner`, the latest first, also those that have ended.
    ///
    /// # Errors
    /// [`ApiKeyError::Unavailable`].
    pub async fn list(&self, owner: &str) -> Result<Vec<ApiKeyRecord>, ApiKeyError> {
        Ok(self.parts.ask(self.parts.store.list(owner)).await?)
    }

    /// Revokes the key of `owner` with this id. It is no error when that was done before.
    ///
    /// # Errors
    /// [`ApiKeyError::NotFound`] when the owner has no such key.
    pub async fn revoke(&self, owner: &str, id: &str) -> Result<(), ApiKeyError> {
        let parts = &*self.parts;
        let now = parts.now();
        let is_new = parts.ask(parts.store.revoke(owner, id, now)).await?;
        if !is_new {
            // A revocation whose answer was lost is asked for again.
            let keys = self.list(owner).await?;
            if !keys.iter().any(|key| key.id == id && key.revoked_at.is_some()) {
                return Err(ApiKeyError::NotFound);
            }
        }
        parts.spread(id, now).await;
        if is_new {
            parts.report("authn_token_revoked", owner, id, None);
        }
        Ok(())
    }

    /// Revokes all keys of `owner`; yields the ids of those that were not revoked before.
    ///
    /// # Errors
    /// [`ApiKeyError::Unavailable`].
    pub async fn revoke_all(&self, owner: &str) -> Result<Vec<String>, ApiKeyError> {
        let parts = &*self.parts;
        let now = parts.now();
        let ids = parts.ask(parts.store.revoke_all(owner, now)).await?;
        for id in &ids {
            parts.spread(id, now).await;
            parts.report("authn_token_revoked", owner, id, None);
        }
        Ok(ids)
    }
}

impl<P: Vocabulary> Parts<P> {
    /// The present, as exactly as stores keep it.
    pub(super) fn now(&self) -> SystemTime {
        of_millis(to_millis(self.clock.now()))
    }

    /// The keys of `owner` that have not ended.
    pub(super) async fn living(&self, owner: &str) -> Result<Vec<ApiKeyRecord>, ApiKeyError> {
        let mut keys = self.ask(self.store.list(owner)).await?;
        let now = self.now();
        keys.retain(|key| key.revoked_at.is_none() && key.expires_at.is_none_or(|end| end > now));
        Ok(keys)
    }

    /// Lets the revocation hold at once, whatever a store behind a replica says. The key is revoked in
    /// the store by now, so what other nodes were not told lets nobody in.
    async fn spread(&self, id: &str, at: SystemTime) {
        let target = Target::Key(id.to_owned());
        let revocation = Revocation { target, at, until: later(at, REMEMBERED) };
        if let Err(error) = self.revocations.revoke(revocation).await {
            tracing::error!(%error, "other nodes hear later that an API key is revoked");
        }
    }

    pub(super) fn report(
        &self,
        event: &'static str,
        owner: &str,
        id: &str,
        detail: Option<String>,
    ) {
        let mut event = AuditEvent::named(event).subject(owner).credential(id);
        event.detail = detail;
        self.audit.record(&event);
    }
}

/// What a clock cannot express is the present, so that nothing lives longer by it.
pub(super) fn later(at: SystemTime, by: Duration) -> SystemTime {
    at.checked_add(by).unwrap_or(at)
}
