//! `Login`: how a session begins.

use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use actix_web::HttpRequest;

use super::authenticator::timeout;
use super::cookie::SetCookie;
use super::{SessionError, Sessions};
use crate::audit::AuditEvent;
use crate::clock::{of_millis, to_millis};
use crate::outage::Outage;
use crate::random;
use crate::store::{ProviderSession, SessionRecord, StoreError};
use crate::vocabulary::Vocabulary;

/// How often a login also forgets sessions that are over.
const PURGED_EVERY: Duration = Duration::from_mins(10);

/// Characters of a label that are kept: a browser's name of itself may be long.
const LABEL_LENGTH: usize = 200;

/// Who has just proved who they are, and how.
#[derive(Clone, Debug)]
#[must_use]
pub struct Login {
    subject: String,
    methods: Vec<String>,
    label: Option<String>,
    provider: Option<ProviderSession>,
    authenticated_at: Option<SystemTime>,
}

impl Login {
    /// `subject` has just proved who they are. The caller has seen to that.
    pub fn of(subject: impl Into<String>) -> Self {
        Self {
            subject: subject.into(),
            methods: Vec::new(),
            label: None,
            provider: None,
            authenticated_at: None,
        }
    }

    /// Adds how (`amr`, RFC 8176): `pwd`, `otp`; and `mfa` where there were several factors.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.methods.push(method.into());
        self
    }

    /// What the subject will recognise the session by, for example the browser; at most 200
    /// characters of it are kept.
    pub fn label(mut self, label: &str) -> Self {
        self.label = Some(label.chars().take(LABEL_LENGTH).collect());
        self
    }

    /// The session at an OpenID provider that it comes from, whose logout ends it.
    pub fn provider(mut self, provider: ProviderSession) -> Self {
        self.provider = Some(provider);
        self
    }

    /// When the proof was given, where it was earlier than now (`auth_time`). A time that is yet to
    /// come counts as now. Unless set, a login by a [`provider`](Self::provider) has proved nothing
    /// about it, and any other is now.
    pub fn authenticated_at(mut self, at: SystemTime) -> Self {
        self.authenticated_at = Some(at);
        self
    }
}

/// A session with a new id.
#[derive(Clone, Debug)]
#[must_use = "the browser does not have the session until the cookie is in the answer"]
pub struct Started {
    cookie: SetCookie,
    handle: String,
}

impl Started {
    pub(super) fn new(cookie: SetCookie, handle: String) -> Self {
        Self { cookie, handle }
    }

    /// The cookie to set, in an answer that no cache may keep: [`SetCookie::put_on`] does both.
    pub fn cookie(&self) -> &SetCookie {
        &self.cookie
    }

    /// What the session is called. No secret.
    pub fn handle(&self) -> &str {
        &self.handle
    }
}

impl<P: Vocabulary> Sessions<P> {
    /// Begins a session. Its id is always new: one that `previous`, the request of the login, presents
    /// is ended and never adopted (session fixation, ASVS 7.2.4).
    ///
    /// # Errors
    /// The request may come from another site, which could log its victim in as somebody else; or the
    /// store does not answer.
    pub async fn start(
        &self,
        login: Login,
        previous: &HttpRequest,
    ) -> Result<Started, SessionError> {
        self.refuse_cross_site(previous)?;
        let (digest, cookie) = self.parts.cookie.issue()?;
        let now = self.now();
        let after = |timeout| now.checked_add(timeout).unwrap_or(now);
        let proof = match (login.authenticated_at, &login.provider) {
            (Some(at), _) => at,
            (None, None) => now,
            // A provider that does not say when has proved nothing about it.
            (None, Some(_)) => SystemTime::UNIX_EPOCH,
        };
        let record = SessionRecord {
            digest,
            handle: random::name()?,
            subject: login.subject,
            created_at: now,
            seen_at: now,
            idle_until: after(self.parts.idle_timeout),
            expires_at: after(self.parts.absolute_timeout),
            authenticated_at: proof.min(now),
            methods: login.methods,
            label: login.label,
            provider: login.provider,
        };
        let (subject, handle) = (record.subject.clone(), record.handle.clone());
        self.within(async {
            self.end_presented(previous, "another login").await?;
            self.parts.store.create(record).await?;
            self.keep_to_the_limit(&subject, &handle).await
        })
        .await?;
        self.record(&AuditEvent::named("session_created").subject(subject).credential(&handle));
        self.purge_now_and_then(now).await;
        Ok(Started::new(cookie, handle))
    }

    /// Forgets the sessions that are over; yields how many. Logins see to it every ten minutes, so an
    /// app need not.
    ///
    /// # Errors
    /// The store does not answer.
    pub async fn purge(&self) -> Result<u64, Outage> {
        self.within(self.parts.store.purge(self.now())).await
    }

    /// Ends the oldest sessions of a subject that has too many. The new one stays, also where another
    /// node's clock makes it look old.
    async fn keep_to_the_limit(&self, subject: &str, new: &str) -> Result<(), StoreError> {
        let Some(most) = self.parts.most else { return Ok(()) };
        let now = self.now();
        let sessions = self.parts.store.list(subject).await?;
        let live = sessions.iter().filter(|session| timeout(session, now).is_none());
        for session in live.skip(most).filter(|session| session.handle != new) {
            if self.parts.store.end(subject, &session.handle).await? {
                self.ended(Some(subject), &[&session.handle], "too many sessions").await;
            }
        }
        Ok(())
    }

    /// What a login does not depend on: a failure is in the log, and the next one tries again.
    async fn purge_now_and_then(&self, now: SystemTime) {
        let (now, last) = (to_millis(now), self.parts.purged_at.load(Ordering::Relaxed));
        let every = i64::try_from(PURGED_EVERY.as_millis()).unwrap_or(i64::MAX);
        let is_due = now.saturating_sub(last) >= every;
        let claim = || {
            self.parts.purged_at.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed)
        };
        if !is_due || claim().is_err() {
            return;
        }
        self.parts.revocations.purge(of_millis(now));
        if self.purge().await.is_err() {
            tracing::warn!("sessions that are over could not be forgotten");
        }
    }
}
