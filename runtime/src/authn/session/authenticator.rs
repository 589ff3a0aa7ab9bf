//! From a cookie to a principal: whose session it is, and what they hold now.

use std::time::{Duration, SystemTime};

use actix_web::HttpRequest;

use super::cookie::Presented as Cookies;
use super::{SessionError, Sessions};
use crate::audit::AuditEvent;
use crate::authn::revocation::{Presented, Standing};
use crate::authn::{Account, Authentication, Authenticator, Outcome, Refusal};
use crate::outage::Outage;
use crate::principal::{Credential, CredentialKind, Principal, PrincipalBuilder};
use crate::store::{Digest, SessionRecord};
use crate::vocabulary::Vocabulary;

/// How often use is noted at most, unless the idle timeout is short.
const NOTED_EVERY: Duration = Duration::from_mins(1);

/// A session that is good, and who acts by it.
pub(super) struct Known<P: Vocabulary> {
    pub(super) record: SessionRecord,
    pub(super) principal: Principal<P>,
}

impl<P: Vocabulary> Authenticator<P> for Sessions<P> {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<P> {
        let digest = match self.presented(request) {
            Ok(Some(digest)) => digest,
            Ok(None) => return Outcome::Anonymous.into(),
            Err(refusal) => return Outcome::Refused(refusal).into(),
        };
        let sessions = self.clone();
        Authentication::pending(async move {
            match sessions.known(digest).await {
                Ok(known) => Outcome::Principal(known.principal),
                Err(SessionError::Refused(refusal)) => Outcome::Refused(refusal),
                Err(SessionError::Unavailable(outage)) => Outcome::Unavailable(outage),
            }
        })
    }
}

impl<P: Vocabulary> Sessions<P> {
    /// The one id that a request presents, once it cannot come from another site.
    pub(super) fn presented(&self, request: &HttpRequest) -> Result<Option<Digest>, Refusal> {
        let cookies = self.parts.cookie.presented(request.headers());
        if !matches!(cookies, Cookies::Nothing) {
            self.refuse_cross_site(request)?;
        }
        match cookies {
            Cookies::Nothing => Ok(None),
            Cookies::Id(digest) => Ok(Some(digest)),
            Cookies::Several => Err(Refusal::invalid_request("two session cookies")),
            Cookies::Malformed => Err(Refusal::invalid_token("the session cookie is malformed")),
        }
    }

    /// The session whose id has this digest, if everything about it is good now.
    pub(super) async fn known(&self, digest: Digest) -> Result<Known<P>, SessionError> {
        let found = self.parts.store.find(digest).await.map_err(Outage::from)?;
        let Some(record) = found.filter(|record| record.digest == digest) else {
            let event = AuditEvent::named("session_use_after_expire");
            self.record(&event.detail("no session has this id"));
            return Err(SessionError::over("no session has this id"));
        };
        let now = self.now();
        if let Some(timeout) = timeout(&record, now) {
            self.use_after_end(&record, timeout);
            return Err(self.close(&record, timeout).await?);
        }
        let Some(account) = self.parts.accounts.find(&record.subject).await? else {
            return Err(self.close(&record, "its account is gone or locked").await?);
        };
        if account.subject() != record.subject {
            tracing::error!("accounts answered with another subject than the one asked for");
            return Err(SessionError::over("its account is that of another subject"));
        }
        let principal = principal(&record, &account);
        match self.parts.revocations.standing(&Presented::by(&principal)) {
            Standing::Good => {}
            Standing::Revoked => {
                self.use_after_end(&record, "revoked");
                return Err(self.close(&record, "revoked").await?);
            }
            Standing::Unknown(outage) => return Err(outage.into()),
        }
        self.note_use(&record, now).await?;
        Ok(Known { record, principal })
    }

    /// Writes only now and then, so that not every request is a write.
    async fn note_use(&self, record: &SessionRecord, now: SystemTime) -> Result<(), Outage> {
        let idle = self.parts.idle_timeout;
        let is_due = now
            .duration_since(record.seen_at)
            .is_ok_and(|since| since >= NOTED_EVERY.min(idle / 10));
        if !is_due {
            return Ok(());
        }
        let until = now.checked_add(idle).unwrap_or(now).min(record.expires_at);
        self.parts.store.touch(record.digest, now, until).await.map_err(Outage::from)
    }

    /// Ends a session that turned out to be over, and says why.
    async fn close(
        &self,
        record: &SessionRecord,
        cause: &'static str,
    ) -> Result<SessionError, Outage> {
        self.finish(&record.subject, &record.handle, cause).await?;
        Ok(SessionError::over(cause))
    }

    fn use_after_end(&self, record: &SessionRecord, cause: &'static str) {
        let event = AuditEvent::named("session_use_after_expire").subject(&record.subject);
        self.record(&event.credential(&record.handle).detail(cause));
    }
}

/// Which timeout has passed. A session is over at the moment in which it ends, not after it.
pub(super) fn timeout(record: &SessionRecord, now: SystemTime) -> Option<&'static str> {
    if record.expires_at <= now {
        Some("absolute timeout")
    } else if record.idle_until <= now {
        Some("idle timeout")
    } else {
        None
    }
}

fn principal<P: Vocabulary>(record: &SessionRecord, account: &Account<P>) -> Principal<P> {
    let handle = || Some(record.handle.clone());
    let credential = Credential::new(CredentialKind::Session, handle())
        .of_session(handle())
        .issued(Some(record.created_at));
    let builder =
        account.principal().credential(credential).authenticated_at(record.authenticated_at);
    record.methods.iter().fold(builder, PrincipalBuilder::method).build()
}
