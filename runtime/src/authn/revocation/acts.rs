//! Acts of revoking: each holds here at once, and other nodes are told.

use std::time::{Duration, SystemTime};

use tokio::time::timeout;

use super::{Revocation, Revocations, Target};
use crate::clock::{of_millis, to_millis};
use crate::store::StoreError;

impl Revocations {
    /// Revokes. It holds in this process before anything is waited for, so also when this fails or is
    /// not waited for to the end; on every other node it holds within the bound after `Ok`.
    ///
    /// # Errors
    /// [`StoreError`] when the store did not take it within the bound, so that other nodes may not
    /// know yet. This node tells them as soon as the store answers, as long as it runs; revoking once
    /// more does no harm.
    pub async fn revoke(&self, revocation: Revocation) -> Result<(), StoreError> {
        let revocation = Revocation { at: whole_millis(revocation.at), ..revocation };
        self.apply(&revocation);
        let Some(shared) = &self.known.shared else { return Ok(()) };
        // First, so that nothing is forgotten where the caller does not wait.
        shared.untold.add(revocation.clone());
        let recorded = timeout(shared.bound, shared.store.record(revocation.clone())).await;
        recorded.map_err(|_| StoreError::new("the revocation store", "no answer in time"))??;
        shared.untold.told(&revocation);
        Ok(())
    }

    /// Revokes the token with this `jti`, which expires at `until`.
    ///
    /// # Errors
    /// As for [`revoke`](Self::revoke).
    pub async fn revoke_token(
        &self,
        jti: impl Into<String>,
        until: SystemTime,
    ) -> Result<(), StoreError> {
        let at = self.known.clock.now();
        self.revoke(Revocation { target: Target::Token(jti.into()), at, until }).await
    }

    /// Revokes the session, or the family of refresh tokens, that is called so, and the access tokens
    /// that came from it. It is kept for the maximum lifetime of a credential: 30 days, or what
    /// [`max_lifetime`](super::SharedRevocationsBuilder::max_lifetime) says.
    ///
    /// # Errors
    /// As for [`revoke`](Self::revoke).
    pub async fn revoke_session(&self, handle: impl Into<String>) -> Result<(), StoreError> {
        self.revoke_now(Target::Session(handle.into())).await
    }

    /// Revokes every credential of `subject` that was issued before. It is kept for the maximum
    /// lifetime of a credential, as for [`revoke_session`](Self::revoke_session).
    ///
    /// # Errors
    /// As for [`revoke`](Self::revoke).
    pub async fn revoke_subject(&self, subject: impl Into<String>) -> Result<(), StoreError> {
        self.revoke_now(Target::Subject(subject.into())).await
    }

    /// Revokes the API key with this id. It is kept for the maximum lifetime of a credential, as for
    /// [`revoke_session`](Self::revoke_session); [`ApiKeys::revoke`](crate::authn::api_key::ApiKeys::revoke) is for ever,
    /// since it writes into the store of the keys.
    ///
    /// # Errors
    /// As for [`revoke`](Self::revoke).
    pub async fn revoke_key(&self, id: impl Into<String>) -> Result<(), StoreError> {
        self.revoke_now(Target::Key(id.into())).await
    }

    async fn revoke_now(&self, target: Target) -> Result<(), StoreError> {
        let at = self.known.clock.now();
        // A time that cannot be expressed is later than any credential lasts.
        let until = at.checked_add(self.known.lifetime).unwrap_or_else(|| of_millis(i64::MAX));
        self.revoke(Revocation { target, at, until }).await
    }
}

/// The whole millisecond at or after `at`, as stores keep it: what was issued before stays so.
fn whole_millis(at: SystemTime) -> SystemTime {
    let whole = of_millis(to_millis(at));
    if whole < at { whole.checked_add(Duration::from_millis(1)).unwrap_or(at) } else { whole }
}
