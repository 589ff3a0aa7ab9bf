//! `Index`: revocations by what they name.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::SystemTime;

use super::{Presented, Revocation, Target};

#[derive(Debug, Default)]
pub(super) struct Index(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    tokens: Names,
    sessions: Names,
    subjects: Names,
    keys: Names,
}

type Names = HashMap<String, Entry>;

#[derive(Clone, Copy, Debug)]
struct Entry {
    at: SystemTime,
    until: SystemTime,
}

impl Index {
    /// Later revocations of one target extend the earlier ones. Tells whether anything changed.
    pub(super) fn insert(&self, revocation: &Revocation) -> bool {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let (names, name) = match &revocation.target {
            Target::Token(name) => (&mut known.tokens, name),
            Target::Session(name) => (&mut known.sessions, name),
            Target::Subject(name) => (&mut known.subjects, name),
            Target::Key(name) => (&mut known.keys, name),
        };
        let entry = Entry { at: revocation.at, until: revocation.until };
        let Some(known) = names.get_mut(name) else {
            names.insert(name.clone(), entry);
            return true;
        };
        let is_new = entry.at > known.at || entry.until > known.until;
        known.at = known.at.max(entry.at);
        known.until = known.until.max(entry.until);
        is_new
    }

    /// All that is known.
    pub(super) fn all(&self) -> Vec<Revocation> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let Known { tokens, sessions, subjects, keys } = &*known;
        let named = |names: &Names, target: fn(String) -> Target| -> Vec<Revocation> {
            let revocation = |(name, entry): (&String, &Entry)| Revocation {
                target: target(name.clone()),
                at: entry.at,
                until: entry.until,
            };
            names.iter().map(revocation).collect()
        };
        [
            named(tokens, Target::Token),
            named(sessions, Target::Session),
            named(subjects, Target::Subject),
            named(keys, Target::Key),
        ]
        .concat()
    }

    pub(super) fn revokes(&self, presented: &Presented<'_>) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let is_in =
            |names: &Names, name: Option<&str>| name.is_some_and(|name| names.contains_key(name));
        is_in(&known.tokens, presented.token)
            || is_in(&known.sessions, presented.session)
            || is_in(&known.keys, presented.key)
            || known
                .subjects
                .get(presented.subject)
                .is_some_and(|entry| presented.issued_at.is_none_or(|issued| issued <= entry.at))
    }

    pub(super) fn purge(&self, now: SystemTime) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let Known { tokens, sessions, subjects, keys } = &mut *known;
        for names in [tokens, sessions, subjects, keys] {
            names.retain(|_, entry| entry.until > now);
        }
    }
}
