//! `Passwords`: hashing and verifying, with bounded memory and equal effort for unknown users.

use core::fmt;
use std::sync::Arc;

use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use tokio::sync::Semaphore;

use super::builder::PasswordsBuilder;
use super::rules::{Rules, UnfitPassword, normalized};
use crate::outage::Outage;
use crate::random;

/// The most that a hash may ask for, stored or new: a stored one must not be able to ask for all
/// memory.
pub(super) const MOST_MEMORY_KIB: u32 = 1024 * 1024;
pub(super) const MOST_ITERATIONS: u32 = 64;

/// Hashes passwords with argon2id (RFC 9106) and verifies them. Cheap to clone.
///
/// Hashes are computed off the workers, a bounded number at once; what would wait in a longer queue
/// is an [`Outage`]. Whether an account exists does not show in how long an answer takes, as long as
/// its hash has the configured cost: see [`verify`](Self::verify).
#[derive(Clone)]
pub struct Passwords {
    inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) params: Params,
    pub(super) pepper: Option<SecretSlice<u8>>,
    pub(super) rules: Rules,
    /// Who computes now.
    pub(super) turns: Arc<Semaphore>,
    /// Who computes or waits.
    pub(super) places: Arc<Semaphore>,
    /// The hash of a password that nobody has, for accounts that do not exist.
    pub(super) nobody: String,
}

/// What came of verifying a password.
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// It is the password of the account.
    Right {
        /// The hash to keep from now on, where the stored one was made for less than the configured
        /// cost.
        rehash: Option<String>,
    },
    /// It is not, or there is no such account, or its stored hash cannot be read.
    Wrong,
}

/// Not the hash: whoever has it can guess at the password.
impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Right { rehash } => {
                f.debug_struct("Right").field("rehash", &rehash.is_some()).finish()
            }
            Self::Wrong => f.write_str("Wrong"),
        }
    }
}

impl Passwords {
    /// Starts a configuration.
    pub fn builder() -> PasswordsBuilder {
        PasswordsBuilder::new()
    }

    pub(super) fn of(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// Whether a password may be chosen; nothing is computed.
    ///
    /// # Errors
    /// [`UnfitPassword`] says why not.
    pub fn check(&self, password: &SecretString) -> Result<(), UnfitPassword> {
        self.inner.rules.check(password)
    }

    /// The hash to keep for a new password, as a PHC string. Ask [`check`](Self::check) before.
    ///
    /// # Errors
    /// Too many others wait, or there is no randomness.
    pub async fn hash(&self, password: &SecretString) -> Result<String, Outage> {
        let form = normalized(password).ok_or_else(refused)?;
        self.compute(move |inner| inner.hash(&form)).await?.ok_or_else(refused)
    }

    /// Whether `password` is the one that `stored` was made from. Without a stored hash, for an
    /// account that does not exist, the answer is [`Verdict::Wrong`] after the same effort. A hash
    /// that was made at another cost takes that long; it is replaced at the next login.
    ///
    /// # Errors
    /// Too many others wait.
    pub async fn verify(
        &self,
        stored: Option<&str>,
        password: &SecretString,
    ) -> Result<Verdict, Outage> {
        // Longer than any password that could be chosen, whoever it is for.
        let Some(form) = normalized(password) else { return Ok(Verdict::Wrong) };
        let stored = stored.map(str::to_owned);
        self.compute(move |inner| inner.verify(stored.as_deref(), &form)).await
    }

    /// Runs `work` off the worker, once it is its turn.
    async fn compute<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> T + Send + 'static,
    ) -> Result<T, Outage> {
        let busy = || Outage::of("the hashing of passwords");
        let inner = Arc::clone(&self.inner);
        let place = Arc::clone(&inner.places).try_acquire_owned().map_err(|_| busy())?;
        let turn = Arc::clone(&inner.turns).acquire_owned().await.map_err(|_| busy())?;
        // The memory is in use until the work ends, even when nobody waits for it any more.
        web::block(move || {
            let done = work(&inner);
            drop((turn, place));
            done
        })
        .await
        .map_err(|_| busy())
    }
}

fn refused() -> Outage {
    Outage::of("the hashing of a password")
}

impl Inner {
    /// With the hash of a random password.
    pub(super) fn with_nobody(mut self) -> Option<Self> {
        self.nobody = self.hash(&random::secret().ok()?)?;
        Some(self)
    }

    fn argon2(&self) -> Option<Argon2<'_>> {
        let (algorithm, version) = (Algorithm::Argon2id, Version::V0x13);
        match &self.pepper {
            None => Some(Argon2::new(algorithm, version, self.params.clone())),
            Some(pepper) => {
                let params = self.params.clone();
                Argon2::new_with_secret(pepper.expose_secret(), algorithm, version, params).ok()
            }
        }
    }

    fn hash(&self, password: &SecretString) -> Option<String> {
        let hash = self.argon2()?.hash_password(password.expose_secret().as_bytes()).ok()?;
        Some(hash.to_string())
    }

    fn verify(&self, stored: Option<&str>, password: &SecretString) -> Verdict {
        let compared = stored.and_then(|stored| {
            let compared = readable(stored)
                .and_then(|hash| self.fits(&hash, password).map(|fits| (fits, hash)));
            if compared.is_none() {
                tracing::error!("a stored password hash cannot be read; the login is refused");
            }
            compared
        });
        let Some((fits, hash)) = compared else {
            if let Ok(nobody) = PasswordHash::new(&self.nobody) {
                self.fits(&nobody, password);
            }
            return Verdict::Wrong;
        };
        if !fits {
            return Verdict::Wrong;
        }
        let rehash = if self.is_current(&hash) { None } else { self.hash(password) };
        Verdict::Right { rehash }
    }

    /// `None` where argon2 refuses the hash before it has done anything: one of another version, say.
    fn fits(&self, hash: &PasswordHash, password: &SecretString) -> Option<bool> {
        let password = password.expose_secret().as_bytes();
        match self.argon2()?.verify_password(password, hash) {
            Ok(()) => Some(true),
            Err(Error::PasswordInvalid) => Some(false),
            Err(_) => None,
        }
    }

    /// Whether a hash is of the configured kind and costs at least as much.
    fn is_current(&self, hash: &PasswordHash) -> bool {
        let own = &self.params;
        hash.algorithm == Algorithm::Argon2id.ident()
            && hash.version == Some(Version::V0x13.into())
            && Params::try_from(hash).is_ok_and(|params| {
                params.m_cost() >= own.m_cost()
                    && params.t_cost() >= own.t_cost()
                    && params.p_cost() >= own.p_cost()
            })
    }
}

/// A hash that can be verified with bounded effort.
fn readable(stored: &str) -> Option<PasswordHash> {
    let hash = PasswordHash::new(stored).ok()?;
    let params = Params::try_from(&hash).ok()?;
    let is_bounded = params.m_cost() <= MOST_MEMORY_KIB && params.t_cost() <= MOST_ITERATIONS;
    (is_bounded && hash.hash.is_some() && Algorithm::try_from(hash.algorithm.as_str()).is_ok())
        .then_some(hash)
}

/// Neither the pepper nor a hash.
impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").field("params", &self.inner.params).finish_non_exhaustive()
    }
}
