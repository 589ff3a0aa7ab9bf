//! `JwtBuilder`: the configuration of a `Jwt`; `build` exists once there is a key.

use core::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::cache::Cache;
use super::cache_limits::CacheLimits;
use super::config_error::{ConfigError, ConfigProblem};
use super::key_set::KeySet;
use super::keys::{Keys, Refresher};
use super::rules::Rules;
use super::verifier::Verifier;
use super::{Jwt, Key};
use crate::authn::revocation::Revocations;
use crate::clock::{Clock, SystemClock};

/// The length of the longest token that is looked at, unless configured: 8 KiB.
const MAX_LENGTH: usize = 8192;

/// No key was given yet, so there is no `build`.
#[derive(Debug)]
pub enum NoKey {}

/// At least one key was given.
#[derive(Debug)]
pub enum WithKey {}

/// Configures a [`Jwt`]. Everything is validated in [`build`](JwtBuilder::build), together.
#[derive(Debug)]
#[must_use]
pub struct JwtBuilder<K> {
    rules: Rules,
    max_length: usize,
    keys: Vec<Key>,
    fetched: Vec<FetchedKeys>,
    revocations: Revocations,
    clock: Arc<dyn Clock>,
    cache: Option<CacheLimits>,
    state: PhantomData<K>,
}

/// Keys that somebody else keeps fresh.
#[derive(Clone, Debug)]
pub(crate) struct FetchedKeys {
    pub(crate) keys: Arc<Keys>,
    pub(crate) refresher: Arc<dyn Refresher>,
}

impl JwtBuilder<NoKey> {
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            rules,
            max_length: MAX_LENGTH,
            keys: Vec::new(),
            fetched: Vec::new(),
            revocations: Revocations::in_process(),
            clock: Arc::new(SystemClock),
            cache: Some(CacheLimits::default()),
            state: PhantomData,
        }
    }
}

impl<K> JwtBuilder<K> {
    /// Adds a key; up to 16 may be added. Keys are all secrets or all public, and no two have the
    /// same `kid`.
    pub fn key(mut self, key: Key) -> JwtBuilder<WithKey> {
        self.keys.push(key);
        self.with_key()
    }

    /// Takes the keys that `jwks` fetches, instead of keys that are given here. Several verifiers may
    /// share them.
    #[cfg(feature = "jwks")]
    pub fn jwks(mut self, jwks: &crate::authn::jwks::Jwks) -> JwtBuilder<WithKey> {
        self.fetched.push(jwks.keys());
        self.with_key()
    }

    fn with_key(self) -> JwtBuilder<WithKey> {
        let Self { rules, max_length, keys, fetched, revocations, clock, cache, state: _ } = self;
        let state = PhantomData;
        JwtBuilder { rules, max_length, keys, fetched, revocations, clock, cache, state }
    }

    /// Refuses tokens that are revoked: by their `jti`, by the session that they came from (`sid`),
    /// or by their subject.
    pub fn revocations(mut self, revocations: &Revocations) -> Self {
        self.revocations = revocations.clone();
        self
    }

    /// How much is remembered of verified and of refused tokens, and for how long. The defaults are
    /// those of [`CacheLimits`].
    pub fn cache(mut self, limits: CacheLimits) -> Self {
        self.cache = Some(limits);
        self
    }

    /// Verifies every token anew, whenever it comes.
    pub fn without_cache(mut self) -> Self {
        self.cache = None;
        self
    }

    /// What tells the time; the default is [`SystemClock`].
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// How far clocks may differ: at most five minutes. The default is zero.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.rules.leeway = leeway;
        self
    }

    /// The length in bytes of the longest token that is looked at. The default is 8192.
    pub fn max_length(mut self, bytes: usize) -> Self {
        self.max_length = bytes;
        self
    }

    /// Requires the header parameter `typ` to be one of `values`, in any case, instead of what the
    /// preset accepts (RFC 8725 section 3.11). Values are compared as they stand: list
    /// `application/x` too if issuers write it.
    pub fn type_headers(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.rules.types = values.into_iter().map(Into::into).collect();
        self.rules.type_required = true;
        self
    }

    /// The claim that lists permissions, an array of strings. The default is `permissions`.
    pub fn permissions_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.permissions_claim = name.into();
        self
    }

    /// The claim that lists roles, an array of strings. The default is `roles`.
    pub fn roles_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.roles_claim = name.into();
        self
    }

    /// The claim that lists OAuth scopes: a string with spaces between, or an array of strings.
    /// The default is `scope` and, in tokens without it, `scp`; a configured name is the only one.
    pub fn scope_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.scope_claims = vec![name.into()];
        self
    }

    /// Puts `prefix` before each subject, for example `partner|`. An issuer gives out subjects as it likes,
    /// so with several issuers each needs a prefix of its own, all but the one whose subjects are those
    /// of the app: otherwise user 42 of one is user 42 of another.
    pub fn subject_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.rules.subject_prefix = prefix.into();
        self
    }

    /// The claim that names the tenant, a string. By default there is none.
    pub fn tenant_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.tenant_claim = Some(name.into());
        self
    }
}

impl JwtBuilder<WithKey> {
    /// The finished authenticator.
    ///
    /// # Errors
    /// [`ConfigError`] with every [`ConfigProblem`] of the configuration and of its keys.
    pub fn build(self) -> Result<Jwt, ConfigError> {
        let mut problems = Vec::new();
        self.rules.validate(&mut problems);
        if self.max_length == 0 {
            problems.push(ConfigProblem::MaxLength);
        }
        if let Some(limits) = &self.cache {
            limits.validate(&mut problems);
        }
        if self.fetched.len() + usize::from(!self.keys.is_empty()) > 1 {
            problems.push(ConfigProblem::SeveralSources);
        }
        let given = KeySet::validate(&self.keys, &mut problems);
        ConfigError::check(problems)?;
        let (keys, refresher) = match self.fetched.into_iter().next() {
            Some(FetchedKeys { keys, refresher }) => (keys, Some(refresher)),
            None => (Arc::new(Keys::of(given)), None),
        };
        let verifier = Verifier {
            rules: self.rules,
            max_length: self.max_length,
            keys,
            refresher,
            revocations: self.revocations,
            clock: self.clock,
            cache: self.cache.map(Cache::new),
        };
        Ok(Jwt { verifier: Arc::new(verifier) })
    }
}
