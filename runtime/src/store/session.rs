//! `SessionStore`: the sessions of browsers.

use std::time::SystemTime;

use super::{Answer, Digest};

/// A session as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// The digest of the id that the cookie holds.
    pub digest: Digest,
    /// What the session is called in lists and in revocations; no secret, and kept when the id
    /// changes.
    pub handle: String,
    /// Whose it is.
    pub subject: String,
    /// When it began.
    pub created_at: SystemTime,
    /// When it was last used; kept to the precision that the owner of the store asks for.
    pub seen_at: SystemTime,
    /// When it ends if it is not used: the idle timeout after `seen_at`.
    pub idle_until: SystemTime,
    /// When it ends in any case.
    pub expires_at: SystemTime,
    /// When the subject last proved who they are.
    pub authenticated_at: SystemTime,
    /// How (`amr`, RFC 8176).
    pub methods: Vec<String>,
    /// What the subject recognises it by, for example the browser; given by the app.
    pub label: Option<String>,
    /// The session at an OpenID provider that it came from.
    pub provider: Option<ProviderSession>,
}

/// A session at an OpenID provider, by which back-channel logout names ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderSession {
    /// The provider's `iss`.
    pub issuer: String,
    /// The provider's `sub` of the end user.
    pub subject: String,
    /// The provider's `sid`, where it has one.
    pub sid: Option<String>,
}

/// Keeps sessions. Records that are past `idle_until` or `expires_at` may still be found; who asks
/// looks at the times.
pub trait SessionStore: Send + Sync + 'static {
    /// Keeps a new session.
    fn create(&self, session: SessionRecord) -> Answer<'_, ()>;

    /// The session with this digest.
    fn find(&self, digest: Digest) -> Answer<'_, Option<SessionRecord>>;

    /// Notes that a session was used, and how long it may now lie idle. A session that is gone stays
    /// gone, and times never go back.
    fn touch(&self, digest: Digest, seen_at: SystemTime, idle_until: SystemTime) -> Answer<'_, ()>;

    /// Puts `session` in the place of the one with the digest `old`, at once and whole; `false`, and
    /// nothing is kept, when there is no such session. The id of a session changes by this.
    fn replace(&self, old: Digest, session: SessionRecord) -> Answer<'_, bool>;

    /// Ends the session of `subject` that is called `handle`; tells whether there was one.
    fn end<'a>(&'a self, subject: &'a str, handle: &'a str) -> Answer<'a, bool>;

    /// Ends all sessions of `subject`, but not the one that is called `except`. Yields the handles
    /// of those that it ended.
    fn end_all<'a>(&'a self, subject: &'a str, except: Option<&'a str>) -> Answer<'a, Vec<String>>;

    /// Ends the sessions that came from a provider's: those with its issuer and `sid`, or where it
    /// names none all of its issuer and subject. Yields the handles of those that it ended.
    fn end_of_provider<'a>(&'a self, provider: &'a ProviderSession) -> Answer<'a, Vec<String>>;

    /// The sessions of `subject`, the latest first.
    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<SessionRecord>>;

    /// Forgets the sessions whose `idle_until` or `expires_at` is `now` or earlier; yields how many.
    fn purge(&self, now: SystemTime) -> Answer<'_, u64>;
}
