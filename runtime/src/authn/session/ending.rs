//! Ending sessions: one's own, one of a list, all of a subject, those that came from a provider.

use std::time::SystemTime;

use actix_web::HttpRequest;
use futures_util::future::join_all;

use super::cookie::SetCookie;
use super::{SessionError, Sessions};
use crate::audit::AuditEvent;
use crate::outage::Outage;
use crate::store::{ProviderSession, StoreError};
use crate::vocabulary::Vocabulary;

impl<P: Vocabulary> Sessions<P> {
    /// Logs out: ends the session that `request` presents, if there is one, and yields the cookie
    /// that removes it from the browser. [`clear_site_data`](super::clear_site_data) makes the browser
    /// forget the rest.
    ///
    /// # Errors
    /// The request may come from another site, or the store does not answer.
    pub async fn end(&self, request: &HttpRequest) -> Result<SetCookie, SessionError> {
        self.refuse_cross_site(request)?;
        self.within(self.end_presented(request, "logout")).await?;
        Ok(self.removal())
    }

    /// Ends the session of `subject` that is called `handle`; `false` when they have none of that
    /// name, also when somebody else has.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn end_one(&self, subject: &str, handle: &str) -> Result<bool, Outage> {
        self.finish(subject, handle, "ended").await
    }

    /// Ends all sessions of `subject`, but not the one that is called `except`: after a change of the
    /// password (ASVS 7.4.3), and where an administrator ends them (ASVS 7.4.5). Yields how many.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn end_all(&self, subject: &str, except: Option<&str>) -> Result<usize, Outage> {
        let ended = self.within(self.parts.store.end_all(subject, except)).await?;
        self.ended(Some(subject), &ended, "all ended").await;
        Ok(ended.len())
    }

    /// Ends the sessions that came from a provider's: its `sid`, or all of its subject where it has
    /// none (OpenID Connect Back-Channel Logout section 2.7). Yields how many.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn end_of_provider(&self, provider: &ProviderSession) -> Result<usize, Outage> {
        let ended = self.within(self.parts.store.end_of_provider(provider)).await?;
        self.ended(None, &ended, "ended by its provider").await;
        Ok(ended.len())
    }

    /// Ends every session that `request` presents.
    pub(super) async fn end_presented(
        &self,
        request: &HttpRequest,
        cause: &'static str,
    ) -> Result<(), StoreError> {
        for digest in self.parts.cookie.all_presented(request.headers()) {
            if let Some(record) = self.parts.store.find(digest).await?
                && self.parts.store.end(&record.subject, &record.handle).await?
            {
                self.ended(Some(&record.subject), &[record.handle], cause).await;
            }
        }
        Ok(())
    }

    /// Ends one session, and tells whether there was one.
    pub(super) async fn finish(
        &self,
        subject: &str,
        handle: &str,
        cause: &'static str,
    ) -> Result<bool, Outage> {
        let was_there = self.within(self.parts.store.end(subject, handle)).await?;
        if was_there {
            self.ended(Some(subject), &[handle], cause).await;
        }
        Ok(was_there)
    }

    /// What follows once sessions have ended: others hear of it, and so does the operator.
    pub(super) async fn ended(
        &self,
        subject: Option<&str>,
        handles: &[impl AsRef<str>],
        cause: &'static str,
    ) {
        let now: SystemTime = self.now();
        join_all(handles.iter().map(|handle| self.revoke(handle.as_ref(), now))).await;
        for handle in handles {
            let handle = handle.as_ref();
            let mut event = AuditEvent::named("session_expired").credential(handle).detail(cause);
            event.subject = subject.map(str::to_owned);
            self.record(&event);
        }
    }
}
