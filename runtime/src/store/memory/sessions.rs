//! Sessions in memory.

use std::collections::HashMap;
use std::time::SystemTime;

use super::{MemoryStore, answered, lock};
use crate::store::{Answer, Digest, ProviderSession, SessionRecord, SessionStore};

pub(super) type Sessions = HashMap<Digest, SessionRecord>;

impl MemoryStore {
    /// Ends the sessions for which `ends` holds, and yields their handles.
    fn end_sessions(&self, ends: impl Fn(&SessionRecord) -> bool) -> Vec<String> {
        let ended = lock(&self.inner.sessions).extract_if(|_, session| ends(session)).collect();
        let ended: Vec<(Digest, SessionRecord)> = ended;
        ended.into_iter().map(|(_, session)| session.handle).collect()
    }
}

impl SessionStore for MemoryStore {
    fn create(&self, session: SessionRecord) -> Answer<'_, ()> {
        lock(&self.inner.sessions).insert(session.digest, session);
        answered(())
    }

    fn find(&self, digest: Digest) -> Answer<'_, Option<SessionRecord>> {
        answered(lock(&self.inner.sessions).get(&digest).cloned())
    }

    fn touch(&self, digest: Digest, seen_at: SystemTime, idle_until: SystemTime) -> Answer<'_, ()> {
        if let Some(session) = lock(&self.inner.sessions).get_mut(&digest) {
            session.seen_at = session.seen_at.max(seen_at);
            session.idle_until = session.idle_until.max(idle_until);
        }
        answered(())
    }

    fn replace(&self, old: Digest, session: SessionRecord) -> Answer<'_, bool> {
        let mut sessions = lock(&self.inner.sessions);
        let was_there = sessions.remove(&old).is_some();
        if was_there {
            sessions.insert(session.digest, session);
        }
        answered(was_there)
    }

    fn end<'a>(&'a self, subject: &'a str, handle: &'a str) -> Answer<'a, bool> {
        let ended =
            self.end_sessions(|session| session.subject == subject && session.handle == handle);
        answered(!ended.is_empty())
    }

    fn end_all<'a>(&'a self, subject: &'a str, except: Option<&'a str>) -> Answer<'a, Vec<String>> {
        answered(self.end_sessions(|session| {
            session.subject == subject && Some(session.handle.as_str()) != except
        }))
    }

    fn end_of_provider<'a>(&'a self, provider: &'a ProviderSession) -> Answer<'a, Vec<String>> {
        answered(self.end_sessions(|session| {
            session.provider.as_ref().is_some_and(|own| match &provider.sid {
                Some(sid) => own.issuer == provider.issuer && own.sid.as_ref() == Some(sid),
                None => own.issuer == provider.issuer && own.subject == provider.subject,
            })
        }))
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<SessionRecord>> {
        let sessions = lock(&self.inner.sessions);
        let own = sessions.values().filter(|session| session.subject == subject);
        let mut own: Vec<SessionRecord> = own.cloned().collect();
        own.sort_by(|one, other| {
            (other.created_at, &other.handle).cmp(&(one.created_at, &one.handle))
        });
        answered(own)
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        let ended =
            self.end_sessions(|session| session.idle_until <= now || session.expires_at <= now);
        answered(ended.len() as u64)
    }
}
