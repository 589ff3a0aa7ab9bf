//! Sessions in Redis: a hash for each, and sorted sets that name them by subject, by provider and by
//! the time when they end.

use std::time::SystemTime;

use ::redis::{ScriptInvocation, cmd};
use futures_util::FutureExt as _;

use super::records::{Session, read, text, write};
use super::{Concern, RedisStore};
use crate::clock::to_millis;
use crate::store::{Answer, Digest, ProviderSession, SessionRecord, SessionStore, StoreError};

/// The JSON of what never changes, and the times that do.
type Row = (String, i64, i64);

fn whole((record, seen_at, idle_until): Row) -> Result<SessionRecord, StoreError> {
    read::<Session>(&record)?.seen(seen_at, idle_until)
}

/// The sorted set of a subject's sessions.
fn of_subject(sessions: &Concern, subject: &str) -> String {
    sessions.key("subject", subject)
}

/// The sorted set of what came from a provider's session, or from its subject. The length keeps an
/// issuer apart from what follows.
fn of_provider(sessions: &Concern, issuer: &str, sid: Option<&str>, subject: &str) -> String {
    match sid {
        Some(sid) => sessions.key("sid", format_args!("{}:{issuer}{sid}", issuer.len())),
        None => sessions.key("sub", format_args!("{}:{issuer}{subject}", issuer.len())),
    }
}

/// Every sorted set that names `session`.
fn indexes(sessions: &Concern, session: &SessionRecord) -> Vec<String> {
    let mut indexes = vec![of_subject(sessions, &session.subject)];
    if let Some(own) = &session.provider {
        indexes.push(of_provider(sessions, &own.issuer, None, &own.subject));
        if let Some(sid) = &own.sid {
            indexes.push(of_provider(sessions, &own.issuer, Some(sid), &own.subject));
        }
    }
    indexes
}

/// Adds what keeping `session` takes.
fn describe(
    step: &mut ScriptInvocation<'_>,
    sessions: &Concern,
    session: &SessionRecord,
) -> Result<(), StoreError> {
    let now = session.seen_at.max(session.created_at).max(session.authenticated_at);
    step.arg(text(session.digest))
        .arg(to_millis(now))
        .arg(to_millis(session.seen_at))
        .arg(to_millis(session.idle_until))
        .arg(to_millis(session.expires_at))
        .arg(&session.handle)
        .arg(write(&indexes(sessions, session))?)
        .arg(write(&Session::from(session))?);
    Ok(())
}

impl RedisStore {
    /// Ends what `index` names: `all`, `only` one handle, or all `except` one.
    async fn end_sessions(
        &self,
        index: String,
        rule: &str,
        handle: &str,
    ) -> Result<Vec<String>, StoreError> {
        let mut step = self.inner.sessions.step("finish");
        step.arg(index).arg(rule).arg(handle);
        self.take(step).await
    }
}

impl SessionStore for RedisStore {
    fn create(&self, session: SessionRecord) -> Answer<'_, ()> {
        async move {
            let sessions = &self.inner.sessions;
            let mut step = sessions.step("create");
            describe(&mut step, sessions, &session)?;
            self.take(step).await
        }
        .boxed()
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<SessionRecord>> {
        async move {
            let mut get = cmd("HMGET");
            get.arg(self.inner.sessions.key("id", text(digest))).arg(&["record", "seen", "idle"]);
            let link = &self.inner.link;
            let (record, seen, idle): (Option<String>, Option<i64>, Option<i64>) = link
                .ask(async move |mut connection| get.query_async(&mut connection).await)
                .await?;
            let Some(((record, seen), idle)) = record.zip(seen).zip(idle) else { return Ok(None) };
            let session = whole((record, seen, idle))?;
            Ok(Some(session).filter(|session| session.digest == digest))
        }
        .boxed()
    }

    fn touch(&self, digest: Digest, seen_at: SystemTime, idle_until: SystemTime) -> Answer<'_, ()> {
        async move {
            let mut step = self.inner.sessions.step("touch");
            step.arg(text(digest)).arg(to_millis(seen_at)).arg(to_millis(idle_until));
            self.take(step).await
        }
        .boxed()
    }

    fn replace(&self, old: Digest, session: SessionRecord) -> Answer<'_, bool> {
        async move {
            let sessions = &self.inner.sessions;
            let mut step = sessions.step("replace");
            step.arg(text(old));
            describe(&mut step, sessions, &session)?;
            self.take(step).await
        }
        .boxed()
    }

    fn end<'a>(&'a self, subject: &'a str, handle: &'a str) -> Answer<'a, bool> {
        let index = of_subject(&self.inner.sessions, subject);
        async move { Ok(!self.end_sessions(index, "only", handle).await?.is_empty()) }.boxed()
    }

    fn end_all<'a>(&'a self, subject: &'a str, except: Option<&'a str>) -> Answer<'a, Vec<String>> {
        let index = of_subject(&self.inner.sessions, subject);
        let (rule, handle) = except.map_or(("all", ""), |handle| ("except", handle));
        self.end_sessions(index, rule, handle).boxed()
    }

    fn end_of_provider<'a>(&'a self, provider: &'a ProviderSession) -> Answer<'a, Vec<String>> {
        let sessions = &self.inner.sessions;
        let sid = provider.sid.as_deref();
        let index = of_provider(sessions, &provider.issuer, sid, &provider.subject);
        self.end_sessions(index, "all", "").boxed()
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<SessionRecord>> {
        async move {
            let sessions = &self.inner.sessions;
            let mut step = sessions.step("list");
            step.arg(of_subject(sessions, subject));
            let rows: Vec<Row> = self.take(step).await?;
            let mut own = rows.into_iter().map(whole).collect::<Result<Vec<_>, _>>()?;
            own.sort_by(|one, other| {
                (other.created_at, &other.handle).cmp(&(one.created_at, &one.handle))
            });
            Ok(own)
        }
        .boxed()
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        self.purge_all(&self.inner.sessions, to_millis(now)).boxed()
    }
}
