//! `Login`: how a family of refresh tokens begins.

use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::TokenIssuer;
use super::error::IssueError;
use super::issued::Issued;
use crate::audit::AuditEvent;
use crate::clock::to_millis;
use crate::outage::Outage;
use crate::random;
use crate::store::FamilyRecord;
use crate::vocabulary::Vocabulary;

/// How often a login also forgets families that are over.
const PURGED_EVERY: Duration = Duration::from_mins(10);

/// Characters of a label that are kept: a device's name of itself may be long.
const LABEL_LENGTH: usize = 200;

/// Who has just proved who they are, and how.
#[derive(Clone, Debug)]
#[must_use]
pub struct Login {
    subject: String,
    methods: Vec<String>,
    authenticated_at: Option<SystemTime>,
    scopes: Vec<String>,
    label: Option<String>,
}

impl Login {
    /// `subject` has just proved who they are. The caller has seen to that.
    pub fn of(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            methods: Vec::new(),
            authenticated_at: None,
            scopes: Vec::new(),
            label: None,
        }
    }

    /// Adds how (`amr`, RFC 8176): `pwd`, `otp`; and `mfa` where there were several factors.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.methods.push(method.into());
        self
    }

    /// When the proof was given, where it was earlier than now (`auth_time`). A time that is yet to
    /// come counts as now.
    pub fn authenticated_at(mut self, at: SystemTime) -> Self {
        self.authenticated_at = Some(at);
        self
    }

    /// Adds an OAuth scope, for the whole life of the family (RFC 6749 section 3.3).
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// What the subject will recognise it by, for example the device; at most 200 characters of it
    /// are kept.
    pub fn label(mut self, label: &str) -> Self {
        self.label = Some(label.chars().take(LABEL_LENGTH).collect());
        self
    }
}

impl<P: Vocabulary> TokenIssuer<P> {
    /// The first pair of tokens of a login: opens a family of refresh tokens.
    ///
    /// # Errors
    /// There is no such account, a scope is none, or something did not answer.
    pub async fn issue(&self, login: Login) -> Result<Issued, IssueError> {
        if !login.scopes.iter().all(|scope| is_scope(scope)) {
            return Err(IssueError::Scope);
        }
        let account = self.account(&login.subject).await?.ok_or(IssueError::NoAccount)?;
        let now = self.now();
        let family = FamilyRecord {
            id: random::name()?,
            subject: login.subject,
            created_at: now,
            expires_at: now.checked_add(self.parts.absolute_lifetime).unwrap_or(now),
            authenticated_at: login.authenticated_at.map_or(now, |at| at.min(now)),
            methods: login.methods,
            scopes: login.scopes,
            label: login.label,
        };
        let pair = self.pair(&family, &account, now)?;
        let event = AuditEvent::named("authn_token_created")
            .subject(&family.subject)
            .credential(&family.id)
            .detail("a family of refresh tokens begins");
        self.within(self.parts.store.open(family, pair.successor)).await?;
        self.record(&event);
        self.purge_now_and_then(now).await;
        Ok(pair.issued)
    }

    /// Forgets the families that are over; yields how many. Logins see to it every ten minutes, so an
    /// app need not.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn purge(&self) -> Result<u64, Outage> {
        self.within(self.parts.store.purge(self.now())).await
    }

    /// What a login does not depend on: a failure is in the log, and a later one tries again.
    async fn purge_now_and_then(&self, now: SystemTime) {
        let (now, last) = (to_millis(now), self.parts.purged_at.load(Ordering::Relaxed));
        let every = i64::try_from(PURGED_EVERY.as_millis()).unwrap_or(i64::MAX);
        let is_due = now.saturating_sub(last) >= every;
        let claim = || {
            self.parts.purged_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
        };
        if is_due && claim().is_ok() && self.purge().await.is_err() {
            tracing::warn!("families of refresh tokens that are over could not be forgotten");
        }
    }
}

/// `scope-token` of RFC 6749 section 3.3. A space would make two of one.
fn is_scope(scope: &str) -> bool {
    !scope.is_empty() && scope.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e))
}
