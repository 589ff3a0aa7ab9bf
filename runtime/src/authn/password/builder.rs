//! `PasswordsBuilder`: the cost of a hash, and how many may be computed at once.

use core::fmt;
use std::sync::Arc;

use argon2::Params;
use secrecy::{ExposeSecret as _, SecretSlice};
use tokio::sync::Semaphore;

use super::hashing::{Inner, MOST_ITERATIONS, MOST_MEMORY_KIB, Passwords};
use super::rules::{LEAST, MOST, Rules};

/// What a hash costs at least: the weakest setting that OWASP recommends for argon2id has 7 MiB and
/// five passes, all of them about the same work.
const LEAST_WORK: u64 = 7 * 1024 * 5;

/// Less memory, however often it is passed over, helps whoever guesses on many small cores.
const LEAST_MEMORY_KIB: u32 = 7 * 1024;

/// Configures [`Passwords`].
#[must_use]
pub struct PasswordsBuilder {
    memory_kib: u32,
    iterations: u32,
    parallelism: u32,
    at_once: usize,
    waiting: usize,
    pepper: Option<SecretSlice<u8>>,
    rules: Rules,
}

impl PasswordsBuilder {
    pub(super) fn new() -> Self {
        Self {
            memory_kib: 19 * 1024,
            iterations: 2,
            parallelism: 1,
            at_once: std::thread::available_parallelism().map_or(1, usize::from),
            waiting: 64,
            pepper: None,
            rules: Rules { least: LEAST, is_known: None },
        }
    }

    /// What a hash costs: memory in KiB, passes over it, lanes. The default is 19 MiB, two passes and
    /// one lane, as OWASP recommends; less memory than 7 MiB, and less work than that with five
    /// passes, is refused, and so is more than 1 GiB or 64 passes. Hashes that were made for less than
    /// configured are made anew at the next login.
    pub fn cost(mut self, memory_kib: u32, iterations: u32, parallelism: u32) -> Self {
        (self.memory_kib, self.iterations, self.parallelism) =
            (memory_kib, iterations, parallelism);
        self
    }

    /// How many hashes are computed at the same time, each with the memory of [`cost`](Self::cost).
    /// The default is one for each core.
    pub fn at_once(mut self, hashes: usize) -> Self {
        self.at_once = hashes;
        self
    }

    /// How many may wait for their turn; more are answered 503 at once. The default is 64.
    pub fn waiting(mut self, hashes: usize) -> Self {
        self.waiting = hashes;
        self
    }

    /// A secret that every hash is made with and no database holds, of 16 bytes or more. Hashes made
    /// with another pepper, or with none, fit no password.
    pub fn pepper(mut self, pepper: SecretSlice<u8>) -> Self {
        self.pepper = Some(pepper);
        self
    }

    /// The fewest characters of a new password. The default is 8; 15 are recommended where there is
    /// no second factor (NIST SP 800-63B-4 section 3.1.1.2).
    pub fn least_characters(mut self, characters: usize) -> Self {
        self.rules.least = characters;
        self
    }

    /// Refuses new passwords that are known to others: those of a list of common or breached ones
    /// (ASVS 6.2.4, 6.2.12). By default none are known.
    pub fn known_passwords(
        mut self,
        is_known: impl Fn(&str) -> bool + Send + Sync + 'static,
    ) -> Self {
        self.rules.is_known = Some(Box::new(is_known));
        self
    }

    /// The finished hasher. It computes one hash, which takes as long as a login does.
    ///
    /// # Errors
    /// [`PasswordConfigError`] names what is too weak or contradictory.
    pub fn build(self) -> Result<Passwords, PasswordConfigError> {
        let params = Params::new(self.memory_kib, self.iterations, self.parallelism, None)
            .map_err(|_| PasswordConfigError::Cost)?;
        let work = u64::from(self.memory_kib) * u64::from(self.iterations);
        if self.memory_kib < LEAST_MEMORY_KIB || work < LEAST_WORK {
            return Err(PasswordConfigError::Cheap);
        }
        // No hash that is made for more could be verified.
        if self.memory_kib > MOST_MEMORY_KIB || self.iterations > MOST_ITERATIONS {
            return Err(PasswordConfigError::Dear);
        }
        if self.at_once == 0 || self.at_once > Semaphore::MAX_PERMITS {
            return Err(PasswordConfigError::Concurrency);
        }
        if self.pepper.as_ref().is_some_and(|pepper| pepper.expose_secret().len() < 16) {
            return Err(PasswordConfigError::ShortPepper);
        }
        if !(LEAST..=MOST / 2).contains(&self.rules.least) {
            return Err(PasswordConfigError::Length);
        }
        let inner = Inner {
            params,
            pepper: self.pepper,
            rules: self.rules,
            turns: Arc::new(Semaphore::new(self.at_once)),
            places: Arc::new(Semaphore::new(self.at_once.saturating_add(self.waiting))),
            nobody: String::new(),
        };
        inner.with_nobody().map(Passwords::of).ok_or(PasswordConfigError::NoRandomness)
    }
}

impl fmt::Debug for PasswordsBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordsBuilder").finish_non_exhaustive()
    }
}

/// Why [`Passwords`] cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordConfigError {
    /// Numbers that argon2 does not take.
    #[error("argon2 does not take this cost, expected for example `cost(19 * 1024, 2, 1)`")]
    Cost,
    /// Less work than OWASP recommends.
    #[error("the hash is too cheap, expected for example `cost(19 * 1024, 2, 1)`")]
    Cheap,
    /// More than a stored hash may ask for.
    #[error("the hash is too dear, expected at most 1 GiB and 64 passes")]
    Dear,
    /// No hash could ever be computed.
    #[error("at least one hash must be computed at once")]
    Concurrency,
    /// A pepper that can be guessed.
    #[error("the pepper has fewer than 16 bytes")]
    ShortPepper,
    /// Passwords that are too short to be any, or too long.
    #[error("the fewest characters must be from 8 to 128")]
    Length,
    /// The system has none to give.
    #[error("there is no randomness")]
    NoRandomness,
}
