//! `Memory`: what was found out lately, by the digest of the token.

use std::time::Duration;

use std::sync::Arc;

use quick_cache::sync::Cache;

use super::answer::{Found, Grant, Refused};
use crate::clock::Clock;
use crate::store::Digest;
use crate::vocabulary::Vocabulary;

/// Good tokens and refused ones have room of their own: whoever sends rubbish displaces only rubbish.
pub(super) struct Memory<P: Vocabulary> {
    good: Cache<Digest, Arc<Grant<P>>>,
    refused: Cache<Digest, Arc<Refused>>,
    ages: Ages,
}

/// How long answers are remembered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ages {
    pub(super) good: Duration,
    pub(super) refused: Duration,
    /// How long beyond `good` an answer may be used while there is an outage.
    pub(super) grace: Duration,
}

/// What is remembered.
pub(super) enum Recalled<P: Vocabulary> {
    Fresh(Found<P>),
    /// Too old, except in an outage.
    Old(Arc<Grant<P>>),
}

impl<P: Vocabulary> Memory<P> {
    /// Room for `tokens` good ones, and for a quarter as many refused ones.
    pub(super) fn new(tokens: usize, ages: Ages) -> Self {
        Self { good: Cache::new(tokens), refused: Cache::new(tokens / 4 + 1), ages }
    }

    pub(super) fn recall(&self, digest: &Digest, clock: &dyn Clock) -> Option<Recalled<P>> {
        if let Some(grant) = self.good.get(digest) {
            let age = grant.asked.age(clock);
            if age < self.ages.good {
                return Some(Recalled::Fresh(Found::Good(grant)));
            }
            if age < self.ages.good.saturating_add(self.ages.grace) {
                return Some(Recalled::Old(grant));
            }
            self.good.remove(digest);
            return None;
        }
        let refused = self.refused.get(digest)?;
        if refused.asked.age(clock) < self.ages.refused {
            return Some(Recalled::Fresh(Found::Refused(refused)));
        }
        self.refused.remove(digest);
        None
    }

    /// The newest answer is the only one.
    pub(super) fn keep(&self, digest: Digest, found: &Found<P>) {
        match found {
            Found::Good(grant) => {
                self.refused.remove(&digest);
                self.good.insert(digest, Arc::clone(grant));
            }
            Found::Refused(refused) => {
                self.good.remove(&digest);
                self.refused.insert(digest, Arc::clone(refused));
            }
        }
    }
}
