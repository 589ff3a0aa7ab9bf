//! `JwkSet`: the keys of a set that somebody else publishes (RFC 7517 section 5), as far as they are
//! fit for use.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::algorithm::Family;
use super::config_error::KeyProblems;
use super::key_set::KeySet;
use super::keys::Keys;
use super::unique_json::parse_object;
use super::{Algorithm, Key};

/// Entries that are looked at; a set with more is none of an issuer.
const MOST_ENTRIES: usize = 64;

/// Keys that are fit for use; a token without a `kid` is tried with each.
const MOST_KEYS: usize = 16;

/// The part of a `kid` that is logged.
const LOGGED_KID: usize = 64;

/// A set with at least one key that is fit for use.
#[derive(Debug)]
pub(in crate::authn) struct JwkSet {
    keys: KeySet,
    passed_over: Vec<PassedOver>,
}

/// A key of a set that is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::authn) struct PassedOver {
    /// Which entry, from 1.
    pub(in crate::authn) position: usize,
    /// The beginning of its `kid`.
    pub(in crate::authn) kid: Option<String>,
    pub(in crate::authn) why: Why,
}

/// Why a key is not used. Never any of its material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::authn) enum Why {
    #[error("it is not an object")]
    NotAnObject,
    #[error("it is for another `use` than `sig`")]
    Use,
    #[error("it is a secret, which no set may publish")]
    Symmetric,
    #[error("another key of the set has the same `kid`")]
    SharedKid,
    #[error("its `alg` is not an accepted one")]
    Algorithm,
    #[error("it has no `alg`, and not exactly one accepted algorithm takes it")]
    NoAlgorithm,
    #[error("{0}")]
    Unfit(Cow<'static, str>),
}

/// Why a document is no usable set of keys.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JwkSetError {
    /// Not JSON, not an object with unique members, or without the array `keys`.
    #[error("not a JSON object with unique members and an array `keys`")]
    NotASet,
    /// More than 64 entries, or more than 16 keys that are fit for use.
    #[error("{0} keys are too many, expected at most 64, of which 16 can be used")]
    TooManyKeys(usize),
    /// An empty set, or one whose keys are all unfit.
    #[error("no key can be used: {0}")]
    NoUsableKey(Cow<'static, str>),
}

impl JwkSet {
    /// Reads `document`; keys are for one of the `accepted` algorithms, which are asymmetric.
    pub(in crate::authn) fn parse(
        document: &[u8],
        accepted: &[Algorithm],
    ) -> Result<Self, JwkSetError> {
        let set = parse_object(document).map_err(|_| JwkSetError::NotASet)?;
        let entries = set.get("keys").and_then(Value::as_array).ok_or(JwkSetError::NotASet)?;
        if entries.len() > MOST_ENTRIES {
            return Err(JwkSetError::TooManyKeys(entries.len()));
        }
        let kids = count_kids(entries);
        let (mut keys, mut passed_over) = (Vec::new(), Vec::new());
        for (position, entry) in (1..).zip(entries) {
            match usable(entry, accepted, &kids) {
                Ok(key) => keys.push(key),
                Err(why) => {
                    let kid = kid(entry).map(|kid| kid.chars().take(LOGGED_KID).collect());
                    passed_over.push(PassedOver { position, kid, why });
                }
            }
        }
        if keys.len() > MOST_KEYS {
            return Err(JwkSetError::TooManyKeys(keys.len()));
        }
        if keys.is_empty() {
            let why = passed_over.first().map_or("the set is empty".into(), |first| {
                format!("key {}: {}", first.position, first.why).into()
            });
            return Err(JwkSetError::NoUsableKey(why));
        }
        let mut problems = Vec::new();
        let keys = KeySet::validate(&keys, &mut problems);
        match problems.first() {
            None => Ok(Self { keys, passed_over }),
            Some(problem) => Err(JwkSetError::NoUsableKey(problem.to_string().into())),
        }
    }

    /// The keys that are not used.
    pub(in crate::authn) fn passed_over(&self) -> &[PassedOver] {
        &self.passed_over
    }

    /// Puts these keys in the place of the present ones.
    pub(in crate::authn) fn install(self, keys: &Keys) {
        keys.replace(self.keys);
    }
}

/// The key of `entry`. A `kid` that two keys share names neither: which one the issuer means cannot
/// be told, and the others of a set are still good.
fn usable(entry: &Value, accepted: &[Algorithm], kids: &HashMap<&str, usize>) -> Result<Key, Why> {
    let members = entry.as_object().ok_or(Why::NotAnObject)?;
    if !is_for_signatures(members) {
        return Err(Why::Use);
    }
    let algorithm = algorithm(members, accepted)?;
    if kid(entry).and_then(|kid| kids.get(kid)).is_some_and(|count| *count > 1) {
        return Err(Why::SharedKid);
    }
    let key = Key::jwk_for(algorithm, &entry.to_string());
    match key.validate() {
        Ok(_) => Ok(key),
        Err(KeyProblems(problems)) => {
            let texts: Vec<_> = problems.iter().map(ToString::to_string).collect();
            Err(Why::Unfit(texts.join(", ").into()))
        }
    }
}

/// How often each `kid` appears among the keys that are not for another use.
fn count_kids(entries: &[Value]) -> HashMap<&str, usize> {
    let mut kids = HashMap::new();
    let signing = entries.iter().filter(|entry| entry.as_object().is_some_and(is_for_signatures));
    for kid in signing.filter_map(kid) {
        *kids.entry(kid).or_default() += 1;
    }
    kids
}

fn kid(entry: &Value) -> Option<&str> {
    entry.get("kid").and_then(Value::as_str)
}

fn is_for_signatures(members: &Map<String, Value>) -> bool {
    members.get("use").is_none_or(|usage| usage == "sig")
}

/// The key's own algorithm, else the only accepted one that takes this kind of key.
fn algorithm(members: &Map<String, Value>, accepted: &[Algorithm]) -> Result<Algorithm, Why> {
    if members.get("kty").is_some_and(|kind| kind == "oct") {
        return Err(Why::Symmetric);
    }
    if let Some(own) = members.get("alg") {
        let own = own.as_str().and_then(Algorithm::named).ok_or(Why::Algorithm)?;
        return match own {
            own if own.is_symmetric() => Err(Why::Symmetric),
            own if accepted.contains(&own) => Ok(own),
            _ => Err(Why::Algorithm),
        };
    }
    let mut fitting = accepted.iter().filter(|algorithm| takes(**algorithm, members));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Ok(*only),
        _ => Err(Why::NoAlgorithm),
    }
}

fn takes(algorithm: Algorithm, members: &Map<String, Value>) -> bool {
    let is = |name: &str, value: &str| members.get(name).is_some_and(|member| member == value);
    match algorithm.family() {
        Family::Hmac { .. } => false,
        Family::Rsa => is("kty", "RSA"),
        Family::Ec(curve) => is("kty", "EC") && is("crv", curve.name),
        Family::Ed => is("kty", "OKP") && is("crv", "Ed25519"),
    }
}
