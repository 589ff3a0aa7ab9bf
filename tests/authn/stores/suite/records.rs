//! Records for the suite: plain ones, and ones that are hard to keep.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use portcullis::authn::revocation::{Revocation, Target};
use portcullis::store::{
    ApiKeyRecord, Digest, Environment, FamilyRecord, SessionRecord, Successor,
};

pub(crate) const HOUR: u64 = 3_600_000;

/// So many milliseconds after the beginning of the tests, which is no whole second.
pub(crate) fn at(millis: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(1_790_000_000_123 + millis)
}

/// What must come back as it went: several scripts, characters of four bytes, quotes, wildcards,
/// parts that could be composed, and nothing at all around it trimmed.
pub(crate) const ODD: &str =
    " 'Zoë\" \\ %_ ; -- \u{65}\u{301} \u{202e} 漢字 🦀\u{1f468}\u{200d}\u{1f680}\n\t{}[] ";

pub(crate) fn long() -> String {
    "ß\u{1f980}".repeat(20_000)
}

pub(crate) fn session(name: &str, subject: &str) -> SessionRecord {
    SessionRecord {
        digest: Digest::of(name),
        handle: name.to_owned(),
        subject: subject.to_owned(),
        created_at: at(0),
        seen_at: at(0),
        idle_until: at(HOUR),
        expires_at: at(2 * HOUR),
        authenticated_at: at(0),
        methods: vec!["pwd".to_owned()],
        label: None,
        provider: None,
    }
}

pub(crate) fn family(id: &str, subject: &str) -> FamilyRecord {
    FamilyRecord {
        id: id.to_owned(),
        subject: subject.to_owned(),
        created_at: at(0),
        expires_at: at(2 * HOUR),
        authenticated_at: at(0),
        methods: vec!["pwd".to_owned()],
        scopes: vec!["read".to_owned()],
        label: None,
    }
}

/// The token with this text, which is good for an hour.
pub(crate) fn token(text: &str) -> Successor {
    Successor { digest: Digest::of(text), expires_at: at(HOUR) }
}

pub(crate) fn key(id: &str, owner: &str) -> ApiKeyRecord {
    ApiKeyRecord {
        id: id.to_owned(),
        digest: Digest::of(id),
        owner: owner.to_owned(),
        name: "a program".to_owned(),
        environment: Environment::Live,
        permissions: vec!["posts:read".to_owned()],
        created_at: at(0),
        expires_at: None,
        revoked_at: None,
        last_used_at: None,
        uses: 0,
    }
}

pub(crate) fn revocation(session: &str) -> Revocation {
    Revocation { target: Target::Session(session.to_owned()), at: at(0), until: at(HOUR) }
}

pub(crate) fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}
