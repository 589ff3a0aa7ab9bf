//! `KeySet`: the validated keys, and which of them a token may be signed with.

use core::fmt;
use std::collections::HashSet;

use super::config_error::{ConfigProblem, KeyProblems};
use super::header::Headers;
use super::material::Material;
use super::{Algorithm, Key};

const MOST_KEYS: usize = 16;

/// A key that was found fit for its algorithm.
pub(super) struct VerifyingKey {
    pub(super) algorithm: Algorithm,
    pub(super) kid: Option<String>,
    pub(super) material: Material,
}

impl VerifyingKey {
    /// Whether `signature` is this key's signature of `message`.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.material.verifies(message, signature)
    }

    fn is_named(&self, kid: &str) -> bool {
        self.kid.as_deref() == Some(kid)
    }
}

/// Never the material.
impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerifyingKey")
            .field("algorithm", &self.algorithm)
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

/// Keys of one family of trust: all secrets or all public keys.
pub(super) struct KeySet {
    keys: Vec<VerifyingKey>,
    /// Of tokens that these keys have signed.
    headers: Headers,
}

impl fmt::Debug for KeySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeySet").field("keys", &self.keys).finish_non_exhaustive()
    }
}

impl KeySet {
    /// The usable keys; what is wrong with the others, and with all together, joins `problems`.
    pub(super) fn validate(keys: &[Key], problems: &mut Vec<ConfigProblem>) -> Self {
        if keys.len() > MOST_KEYS {
            problems.push(ConfigProblem::TooManyKeys(keys.len()));
        }
        let mut valid = Vec::new();
        for (position, key) in (1..).zip(keys) {
            match key.validate() {
                Ok(key) => valid.push(key),
                Err(KeyProblems(found)) => problems.extend(
                    found.into_iter().map(|problem| ConfigProblem::Key { position, problem }),
                ),
            }
        }
        let set = Self { keys: valid, headers: Headers::default() };
        set.check_mix(problems);
        set.check_kids(problems);
        set
    }

    pub(super) fn headers(&self) -> &Headers {
        &self.headers
    }

    fn check_mix(&self, problems: &mut Vec<ConfigProblem>) {
        let symmetric = self.keys.iter().filter(|key| key.algorithm.is_symmetric()).count();
        if symmetric != 0 && symmetric != self.keys.len() {
            problems.push(ConfigProblem::MixedKeys);
        }
    }

    fn check_kids(&self, problems: &mut Vec<ConfigProblem>) {
        let mut seen = HashSet::new();
        let kids = self.keys.iter().filter_map(|key| key.kid.as_ref());
        let again = kids.filter(|kid| !seen.insert(*kid));
        problems.extend(again.cloned().map(ConfigProblem::DuplicateKeyId));
    }

    /// The keys to try. One that is named by `kid` is the only one, even if its algorithm differs
    /// and nothing remains; an unknown `kid` leaves the keys without one.
    pub(super) fn candidates(
        &self,
        algorithm: Algorithm,
        kid: Option<&str>,
    ) -> impl Iterator<Item = &VerifyingKey> {
        let named = kid.is_some_and(|kid| self.keys.iter().any(|key| key.is_named(kid)));
        self.keys.iter().filter(move |key| {
            key.algorithm == algorithm
                && match kid {
                    None => true,
                    Some(kid) if named => key.is_named(kid),
                    Some(_) => key.kid.is_none(),
                }
        })
    }
}
