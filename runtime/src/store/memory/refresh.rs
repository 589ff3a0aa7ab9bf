//! Families of refresh tokens in memory.

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use super::{MemoryStore, answered, lock};
use crate::store::{Answer, Digest, FamilyRecord, RefreshStore, Spending, Successor};

#[derive(Default)]
pub(super) struct Families {
    /// Those that have not ended, by id.
    families: HashMap<String, FamilyRecord>,
    /// Their tokens, spent ones too.
    tokens: HashMap<Digest, Token>,
}

struct Token {
    family: String,
    expires_at: SystemTime,
    spent: Option<Spent>,
}

#[derive(Clone, Copy)]
struct Spent {
    at: SystemTime,
    successor: Digest,
}

impl Families {
    fn keep(&mut self, family: &str, token: &Successor) {
        let token_record =
            Token { family: family.to_owned(), expires_at: token.expires_at, spent: None };
        self.tokens.insert(token.digest, token_record);
    }

    fn end(&mut self, family: &str) -> Option<FamilyRecord> {
        self.tokens.retain(|_, token| token.family != family);
        self.families.remove(family)
    }

    fn spend(
        &mut self,
        digest: Digest,
        successor: &Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Spending {
        let Some(token) = self.tokens.get(&digest) else { return Spending::Unknown };
        let Some(family) = self.families.get(&token.family).cloned() else {
            return Spending::Unknown;
        };
        if family.expires_at <= now {
            return Spending::Expired;
        }
        let again = match token.spent {
            None if token.expires_at <= now => return Spending::Expired,
            None => false,
            Some(spent) if self.is_within(spent, now, grace) => {
                // Spent long ago: whoever presents it has a copy, within any grace.
                if let Some(superseded) = self.tokens.get_mut(&spent.successor) {
                    superseded.spent =
                        Some(Spent { at: SystemTime::UNIX_EPOCH, successor: successor.digest });
                }
                true
            }
            Some(_) => {
                self.end(&family.id);
                return Spending::Reused(family);
            }
        };
        if let Some(token) = self.tokens.get_mut(&digest) {
            let at = token.spent.map_or(now, |spent| spent.at);
            token.spent = Some(Spent { at, successor: successor.digest });
        }
        self.keep(&family.id, successor);
        if again { Spending::Again(family) } else { Spending::Spent(family) }
    }

    /// Whether a spent token may be exchanged once more: soon enough, and before its successor.
    fn is_within(&self, spent: Spent, now: SystemTime, grace: Duration) -> bool {
        let is_soon = now.duration_since(spent.at).unwrap_or_default() < grace;
        let is_open =
            self.tokens.get(&spent.successor).is_some_and(|successor| successor.spent.is_none());
        is_soon && is_open
    }
}

impl RefreshStore for MemoryStore {
    fn open(&self, family: FamilyRecord, first: Successor) -> Answer<'_, ()> {
        let mut families = lock(&self.inner.families);
        families.keep(&family.id, &first);
        families.families.insert(family.id.clone(), family);
        answered(())
    }

    fn family_of(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        let families = lock(&self.inner.families);
        let family =
            families.tokens.get(&token).and_then(|token| families.families.get(&token.family));
        answered(family.cloned())
    }

    fn spend(
        &self,
        token: Digest,
        successor: Successor,
        now: SystemTime,
        grace: Duration,
    ) -> Answer<'_, Spending> {
        answered(lock(&self.inner.families).spend(token, &successor, now, grace))
    }

    fn end_by_token(&self, token: Digest) -> Answer<'_, Option<FamilyRecord>> {
        let mut families = lock(&self.inner.families);
        let family = families.tokens.get(&token).map(|token| token.family.clone());
        answered(family.and_then(|family| families.end(&family)))
    }

    fn end<'a>(&'a self, subject: &'a str, family: &'a str) -> Answer<'a, bool> {
        let mut families = lock(&self.inner.families);
        let is_own = families.families.get(family).is_some_and(|own| own.subject == subject);
        answered(is_own && families.end(family).is_some())
    }

    fn end_all<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<String>> {
        let mut families = lock(&self.inner.families);
        let own = families.families.values().filter(|family| family.subject == subject);
        let own: Vec<String> = own.map(|family| family.id.clone()).collect();
        for family in &own {
            families.end(family);
        }
        answered(own)
    }

    fn list<'a>(&'a self, subject: &'a str) -> Answer<'a, Vec<FamilyRecord>> {
        let families = lock(&self.inner.families);
        let own = families.families.values().filter(|family| family.subject == subject);
        let mut own: Vec<FamilyRecord> = own.cloned().collect();
        own.sort_by(|one, other| (other.created_at, &other.id).cmp(&(one.created_at, &one.id)));
        answered(own)
    }

    fn purge(&self, now: SystemTime) -> Answer<'_, u64> {
        let mut families = lock(&self.inner.families);
        let is_over = |family: &FamilyRecord, tokens: &HashMap<Digest, Token>| {
            let is_open = |token: &Token| {
                token.family == family.id && token.spent.is_none() && token.expires_at > now
            };
            family.expires_at <= now || !tokens.values().any(is_open)
        };
        let over = families.families.values().filter(|family| is_over(family, &families.tokens));
        let over: Vec<String> = over.map(|family| family.id.clone()).collect();
        for family in &over {
            families.end(family);
        }
        answered(over.len() as u64)
    }
}
