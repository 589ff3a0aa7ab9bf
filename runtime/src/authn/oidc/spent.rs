//! `Spent`: what was used once and must not be used again while it could be.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::store::Digest;

/// How many are remembered at once.
const MOST: usize = 100_000;

/// How often what has expired is looked for, once there is no room.
const PAUSE: Duration = Duration::from_secs(1);

/// Remembers digests until they have expired. Bounded: where there is no room, nothing is claimed.
#[derive(Debug)]
pub(super) struct Spent {
    remembered: Mutex<Remembered>,
    most: usize,
}

#[derive(Debug, Default)]
struct Remembered {
    until: HashMap<Digest, SystemTime>,
    purged_at: Option<SystemTime>,
}

/// Why something cannot be claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotClaimed {
    /// It was used before, or is being used.
    Again,
    /// There is no room to remember it.
    Full,
}

/// Something that is being used. It is free again when this is dropped, so that an attempt that
/// failed or was given up can be made again, unless it is [`kept`](Self::keep).
#[derive(Debug)]
pub(super) struct Claim<'a> {
    of: &'a Spent,
    digest: Option<Digest>,
}

impl Claim<'_> {
    /// It was used, for good.
    pub(super) fn keep(mut self) {
        self.digest = None;
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        if let Some(digest) = self.digest {
            self.of.lock().until.remove(&digest);
        }
    }
}

impl Spent {
    pub(super) fn new() -> Self {
        Self { remembered: Mutex::default(), most: MOST }
    }

    /// Begins to use `name`, which means nothing any more after `until`.
    pub(super) fn claim(
        &self,
        name: &str,
        until: SystemTime,
        now: SystemTime,
    ) -> Result<Claim<'_>, NotClaimed> {
        let digest = Digest::of(name);
        let mut remembered = self.lock();
        if remembered.until.get(&digest).is_some_and(|until| *until > now) {
            return Err(NotClaimed::Again);
        }
        if remembered.until.len() >= self.most {
            remembered.purge(now);
        }
        if remembered.until.len() >= self.most {
            return Err(NotClaimed::Full);
        }
        remembered.until.insert(digest, until);
        Ok(Claim { of: self, digest: Some(digest) })
    }

    /// Every change is whole before the lock is released.
    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.remembered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Remembered {
    fn purge(&mut self, now: SystemTime) {
        let next = self.purged_at.and_then(|at| at.checked_add(PAUSE));
        if next.is_none_or(|next| next <= now) {
            self.until.retain(|_, until| *until > now);
            self.purged_at = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: SystemTime = SystemTime::UNIX_EPOCH;

    fn after(seconds: u64) -> SystemTime {
        NOW + Duration::from_secs(seconds)
    }

    #[test]
    fn what_was_kept_is_refused_until_it_has_expired() {
        let spent = Spent::new();
        spent.claim("a", after(10), NOW).unwrap().keep();
        assert_eq!(spent.claim("a", after(10), after(9)).unwrap_err(), NotClaimed::Again);
        spent.claim("a", after(20), after(10)).unwrap().keep();
        assert_eq!(spent.claim("a", after(20), after(10)).unwrap_err(), NotClaimed::Again);
        spent.claim("b", after(20), after(10)).unwrap().keep();
    }

    #[test]
    fn what_is_being_used_is_refused_and_free_again_when_it_was_given_up() {
        let spent = Spent::new();
        let claim = spent.claim("a", after(10), NOW).unwrap();
        assert_eq!(spent.claim("a", after(10), NOW).unwrap_err(), NotClaimed::Again);
        drop(claim);
        assert!(spent.claim("a", after(10), NOW).is_ok());
    }

    #[test]
    fn a_full_memory_claims_nothing_until_something_has_expired() {
        let spent = Spent { most: 2, ..Spent::new() };
        spent.claim("a", after(5), NOW).unwrap().keep();
        spent.claim("b", after(9), NOW).unwrap().keep();
        assert_eq!(spent.claim("c", after(9), NOW).unwrap_err(), NotClaimed::Full);
        assert_eq!(spent.claim("b", after(9), after(5)).unwrap_err(), NotClaimed::Again);
        spent.claim("c", after(9), after(5)).unwrap().keep();
        assert_eq!(spent.claim("d", after(9), after(5)).unwrap_err(), NotClaimed::Full);
    }
}
