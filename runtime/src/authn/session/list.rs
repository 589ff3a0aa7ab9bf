//! The sessions of a subject, for a page on which they see and end them.

use std::time::SystemTime;

use super::Sessions;
use super::authenticator::timeout;
use crate::outage::Outage;
use crate::store::SessionRecord;
use crate::vocabulary::Vocabulary;

/// A session as its owner may see it (ASVS 7.5.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionInfo {
    /// What it is called, and ended by. No secret.
    pub handle: String,
    /// What the app called it at the login, for example the browser.
    pub label: Option<String>,
    /// When it began.
    pub created_at: SystemTime,
    /// When it was last used, to about a minute.
    pub seen_at: SystemTime,
    /// When it ends in any case.
    pub expires_at: SystemTime,
    /// When its owner last proved who they are.
    pub authenticated_at: SystemTime,
    /// How (`amr`, RFC 8176).
    pub methods: Vec<String>,
    /// Whether it is the one that was named as the current one.
    pub is_current: bool,
}

impl<P: Vocabulary> Sessions<P> {
    /// The sessions of `subject` that are not over, the latest first. `current` is the
    /// [handle](super::CurrentSession::handle) of the session that asks, where it is one of theirs.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn list(
        &self,
        subject: &str,
        current: Option<&str>,
    ) -> Result<Vec<SessionInfo>, Outage> {
        let records = self.within(self.parts.store.list(subject)).await?;
        let now = self.now();
        let live = records.into_iter().filter(|record| timeout(record, now).is_none());
        Ok(live.map(|record| info(record, current)).collect())
    }
}

fn info(record: SessionRecord, current: Option<&str>) -> SessionInfo {
    SessionInfo {
        is_current: current == Some(record.handle.as_str()),
        handle: record.handle,
        label: record.label,
        created_at: record.created_at,
        seen_at: record.seen_at,
        expires_at: record.expires_at,
        authenticated_at: record.authenticated_at,
        methods: record.methods,
    }
}
