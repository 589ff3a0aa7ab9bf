//! `Cache`: what a verifier remembers of the tokens that it has seen.

use core::any::Any;
use core::fmt;
use core::hash::{Hash, Hasher};
use std::hash::RandomState;
use std::sync::OnceLock;

use quick_cache::Equivalent;

use super::TokenText;
use super::cache_limits::{CacheLimits, CacheUsage};
use super::cache_table::{Entry, Moment, Table};
use super::cache_tail::{Tail, TailOf, TailSeed};
use super::token_error::TokenError;
use crate::principal::Shared;
use crate::vocabulary::Vocabulary;

/// Verified tokens with their principals, and refused ones with the reason.
pub(super) struct Cache {
    limits: CacheLimits,
    /// Of the vocabulary that was asked for first. A [`Jwt`](super::Jwt) is for any vocabulary, and an
    /// app has one.
    accepted: OnceLock<Box<dyn Erased>>,
    refused: Table<Whole, TokenError, RandomState>,
}

/// The principal of a token, and the version of the revocations that it was last held against.
pub(super) struct Accepted<P: Vocabulary> {
    pub(super) principal: Shared<P>,
    pub(super) version: u64,
}

/// The table of verified tokens of one vocabulary.
pub(super) struct AcceptedTokens<P: Vocabulary>(Table<Tail, Accepted<P>, TailSeed>);

impl Cache {
    pub(super) fn new(limits: CacheLimits) -> Self {
        let refused = Table::new(&limits.refused);
        Self { limits, accepted: OnceLock::new(), refused }
    }

    /// The verified tokens; `None` for every vocabulary but the first.
    pub(super) fn accepted<P: Vocabulary>(&self) -> Option<&AcceptedTokens<P>> {
        let table = || Box::new(AcceptedTokens::<P>(Table::new(&self.limits.accepted)));
        let erased: &dyn Any = self.accepted.get_or_init(|| table()).as_ref();
        erased.downcast_ref()
    }

    /// Why `token` was refused before, if that still is so.
    pub(super) fn refusal(&self, token: &str, moment: &Moment) -> Option<TokenError> {
        Some(self.refused.find(&WholeOf(token), moment)?.value)
    }

    /// Remembers why `token` was refused, where that lasts.
    pub(super) fn refuse(&self, token: &str, error: &TokenError, moment: &Moment) {
        if error.is_lasting() {
            let until = self.until(moment);
            let key = Whole(TokenText::of(token));
            self.refused.insert(key, error.clone(), token.len(), moment, until);
        }
    }

    /// When what was found out at `moment` is forgotten.
    pub(super) fn until(&self, moment: &Moment) -> f64 {
        moment.now + self.limits.max_age.as_secs_f64()
    }

    pub(super) fn clear(&self) {
        self.refused.clear();
        if let Some(accepted) = self.accepted.get() {
            accepted.clear();
        }
    }

    pub(super) fn usage(&self) -> CacheUsage {
        let (entries, bytes) = self.accepted.get().map(|table| table.usage()).unwrap_or_default();
        CacheUsage {
            entries,
            bytes,
            refused_entries: self.refused.len(),
            refused_bytes: self.refused.bytes(),
        }
    }
}

/// Not the tokens.
impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl<P: Vocabulary> AcceptedTokens<P> {
    pub(super) fn find(&self, token: &str, moment: &Moment) -> Option<Entry<Accepted<P>>> {
        self.0.find(&TailOf(token), moment)
    }

    /// Remembers `accepted` of the token that its principal was read from, until `until`.
    pub(super) fn insert(&self, accepted: Accepted<P>, moment: &Moment, until: f64) {
        if let Some(token) = accepted.principal.token().cloned() {
            let bytes = accepted.principal.bytes().saturating_add(token.as_str().len());
            self.0.insert(Tail(token), accepted, bytes, moment, until);
        }
    }

    /// Remembers that an entry that was found was held against `version` of the revocations.
    pub(super) fn renew(&self, mut entry: Entry<Accepted<P>>, version: u64) {
        if let Some(token) = entry.value.principal.token().cloned() {
            entry.value.version = version;
            self.0.renew(Tail(token), entry);
        }
    }
}

impl<P: Vocabulary> Clone for Accepted<P> {
    fn clone(&self) -> Self {
        Self { principal: Shared::clone(&self.principal), version: self.version }
    }
}

/// The verified tokens of any vocabulary.
trait Erased: Any + Send + Sync {
    fn clear(&self);
    fn usage(&self) -> (usize, u64);
}

impl<P: Vocabulary> Erased for AcceptedTokens<P> {
    fn clear(&self) {
        self.0.clear();
    }

    fn usage(&self) -> (usize, u64) {
        (self.0.len(), self.0.bytes())
    }
}

/// A refused token, hashed whole: its sender chose every character.
struct Whole(TokenText);

#[derive(Hash)]
struct WholeOf<'a>(&'a str);

impl Hash for Whole {
    fn hash<H: Hasher>(&self, state: &mut H) {
        WholeOf(self.0.as_str()).hash(state);
    }
}

impl PartialEq for Whole {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Whole {}

impl Equivalent<Whole> for WholeOf<'_> {
    fn equivalent(&self, key: &Whole) -> bool {
        self.0 == key.0.as_str()
    }
}
