//! `Renewal`: a new id for a session that goes on.

use std::time::SystemTime;

use actix_web::HttpRequest;

use super::authenticator::Known;
use super::{SessionError, Sessions, Started};
use crate::audit::AuditEvent;
use crate::authn::Refusal;
use crate::outage::Outage;
use crate::store::{Digest, SessionRecord};
use crate::vocabulary::Vocabulary;

/// Why a session gets a new id.
#[derive(Clone, Debug)]
#[must_use]
pub struct Renewal {
    proof: Option<Proof>,
}

#[derive(Clone, Debug)]
struct Proof {
    subject: String,
    methods: Vec<String>,
}

impl Renewal {
    /// The subject may do more, or less, than before. When they proved who they are, and when the
    /// session ends, stays.
    pub fn of_privileges() -> Self {
        Self { proof: None }
    }

    /// `subject` has just proved anew who they are: the absolute timeout begins again. One other than
    /// the session's is refused. Add how with [`method`](Self::method).
    pub fn authenticated(subject: impl Into<String>) -> Self {
        Self { proof: Some(Proof { subject: subject.into(), methods: Vec::new() }) }
    }

    /// Adds how the subject proved anew who they are (`amr`, RFC 8176), `mfa` included. What was
    /// proved before no longer counts. Means nothing to a change of privileges.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        if let Some(proof) = &mut self.proof {
            proof.methods.push(method.into());
        }
        self
    }
}

impl<P: Vocabulary> Sessions<P> {
    /// Gives the session of `request` a new id, and lets the old one die with it: at a change of
    /// privileges and at re-authentication (ASVS 7.2.4). Its handle stays.
    ///
    /// # Errors
    /// The request may come from another site, or has no session that is good; the subject is another
    /// one; the id has changed in the meantime; or the store does not answer.
    pub async fn renew(
        &self,
        request: &HttpRequest,
        renewal: Renewal,
    ) -> Result<Started, SessionError> {
        let Some(old) = self.presented(request)? else {
            return Err(SessionError::over("no session cookie"));
        };
        let Known { record, .. } = self.known_in_time(old).await?;
        let (digest, cookie) = self.parts.cookie.issue()?;
        let now = self.now();
        let record = self.renewed(SessionRecord { digest, ..record }, renewal, now)?;
        let (subject, handle) = (record.subject.clone(), record.handle.clone());
        if !self.within(self.parts.store.replace(old, record)).await? {
            return Err(SessionError::over("the session has ended, or its id has changed"));
        }
        self.record(&AuditEvent::named("session_renewed").subject(subject).credential(&handle));
        Ok(Started::new(cookie, handle))
    }

    async fn known_in_time(&self, digest: Digest) -> Result<Known<P>, SessionError> {
        match actix_web::rt::time::timeout(self.parts.store_timeout, self.known(digest)).await {
            Ok(known) => known,
            Err(_) => Err(Outage::of("the store of sessions").into()),
        }
    }

    /// The session as it goes on.
    fn renewed(
        &self,
        mut record: SessionRecord,
        renewal: Renewal,
        now: SystemTime,
    ) -> Result<SessionRecord, Refusal> {
        let after = |timeout| now.checked_add(timeout).unwrap_or(now);
        if let Some(proof) = renewal.proof {
            if proof.subject != record.subject {
                return Err(Refusal::invalid_token("the session is that of another subject"));
            }
            record.authenticated_at = now;
            record.methods = proof.methods;
            record.expires_at = after(self.parts.absolute_timeout);
        }
        record.seen_at = now;
        record.idle_until = after(self.parts.idle_timeout).min(record.expires_at);
        Ok(record)
    }
}
