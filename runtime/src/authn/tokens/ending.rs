//! The end of families: logout, lists, and ends by id or subject.

use std::time::Duration;

use secrecy::SecretString;

use super::refresh_token::RefreshToken;
use super::{TokenIssuer, to_the_end};
use crate::audit::AuditEvent;
use crate::authn::revocation::{Revocation, Target};
use crate::outage::Outage;
use crate::store::FamilyRecord;
use crate::vocabulary::Vocabulary;

impl<P: Vocabulary> TokenIssuer<P> {
    /// Ends the family of a refresh token, spent or not, and its access tokens at once. A token that
    /// is unknown or none is no error: the client wanted it gone, and it is (RFC 7009 section 2.2).
    ///
    /// # Errors
    /// The store did not answer, or other nodes were not told in time; the client tries again.
    pub async fn logout(&self, presented: &SecretString) -> Result<(), Outage> {
        let token = RefreshToken::read(presented, &self.parts.binding);
        let Some(token) = token else { return Ok(()) };
        match self.within(self.parts.store.family_of(token)).await? {
            Some(family) => self.end(family, "logout").await,
            None => Ok(()),
        }
    }

    /// Ends the family of `subject` with this id, and its access tokens at once; tells whether there
    /// was one.
    ///
    /// # Errors
    /// As for [`logout`](Self::logout).
    pub async fn end_family(&self, subject: &str, id: &str) -> Result<bool, Outage> {
        let families = self.within(self.parts.store.list(subject)).await?;
        match families.into_iter().find(|family| family.id == id) {
            Some(family) => self.end(family, "ended by its id").await.map(|()| true),
            None => Ok(false),
        }
    }

    /// Ends all families of `subject`, and their access tokens at once; yields how many.
    ///
    /// # Errors
    /// The store did not answer: access tokens are refused already, and the families have to be ended once
    /// more. Or other nodes were not told in time.
    pub async fn end_all(&self, subject: &str) -> Result<usize, Outage> {
        let (this, subject) = (self.clone(), subject.to_owned());
        to_the_end(async move {
            // Access tokens first: an answer of the store that is lost must not leave them good.
            let mut told = Ok(());
            for family in this.within(this.parts.store.list(&subject)).await? {
                told = told.and(this.revoke(&family.id, this.parts.access_lifetime).await);
            }
            let ended = this.within(this.parts.store.end_all(&subject)).await?;
            for family in &ended {
                told = told.and(this.revoke(family, this.parts.access_lifetime).await);
                this.record_end(&subject, family, "all of the subject are ended");
            }
            told.map(|()| ended.len())
        })
        .await
    }

    /// The families of `subject` that have not ended, the latest first.
    ///
    /// # Errors
    /// The store did not answer.
    pub async fn list(&self, subject: &str) -> Result<Vec<FamilyRecord>, Outage> {
        let now = self.now();
        let mut families = self.within(self.parts.store.list(subject)).await?;
        families.retain(|family| family.expires_at > now);
        Ok(families)
    }

    /// Access tokens first, since they hold at once. A family that the store could not end is revoked
    /// for as long as it could last.
    pub(super) async fn end(&self, family: FamilyRecord, why: &'static str) -> Result<(), Outage> {
        let this = self.clone();
        to_the_end(async move {
            let parts = &this.parts;
            let told = this.revoke(&family.id, parts.access_lifetime).await;
            match this.within(parts.store.end(&family.subject, &family.id)).await {
                Ok(true) => this.record_end(&family.subject, &family.id, why),
                Ok(false) => {}
                Err(outage) => {
                    let left = family.expires_at.duration_since(this.now()).unwrap_or_default();
                    let time = left.saturating_add(parts.access_lifetime);
                    return this.revoke(&family.id, time).await.and(Err(outage));
                }
            }
            told
        })
        .await
    }

    /// Refuses all that came from a family for `time`: in this process at once, on other nodes within
    /// their bound.
    pub(super) async fn revoke(&self, family: &str, time: Duration) -> Result<(), Outage> {
        let at = self.now();
        let until = at.checked_add(time).unwrap_or(at);
        let target = Target::Session(family.to_owned());
        Ok(self.parts.revocations.revoke(Revocation { target, at, until }).await?)
    }

    fn record_end(&self, subject: &str, family: &str, why: &'static str) {
        let event = AuditEvent::named("authn_token_revoked").subject(subject).credential(family);
        self.record(&event.detail(why));
    }
}
