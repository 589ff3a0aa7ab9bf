//! `TokenIssuerBuilder`: how an issuer is configured, and what cannot be.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use super::access_token::MAX_LENGTH;
use super::config_error::{ConfigError, ConfigProblem};
use super::refresh_token::Binding;
use super::signer::Signer;
use super::signing_key::SigningKey;
use super::{Parts, TokenIssuer};
use crate::audit::Audit;
use crate::authn::Accounts;
use crate::authn::jwt::Jwt;
use crate::authn::revocation::Revocations;
use crate::clock::{Clock, SystemClock};
use crate::store::{MemoryStore, RefreshStore};
use crate::vocabulary::Vocabulary;

const LEAST: Duration = Duration::from_secs(1);
const MOST_ACCESS: Duration = Duration::from_hours(1);
const MOST_ABSOLUTE: Duration = Duration::from_hours(400 * 24);
const MOST_GRACE: Duration = Duration::from_secs(30);

/// Configures a [`TokenIssuer`]. Everything is validated in [`build`](Self::build), together.
#[must_use]
pub struct TokenIssuerBuilder<P: Vocabulary> {
    issuer: String,
    audience: String,
    client_id: Option<String>,
    tenant_claim: String,
    /// The one that signs comes first.
    keys: Vec<SigningKey>,
    access_lifetime: Duration,
    idle_lifetime: Duration,
    absolute_lifetime: Duration,
    grace: Duration,
    leeway: Duration,
    timeout: Duration,
    accounts: Arc<dyn Accounts<P>>,
    store: Arc<dyn RefreshStore>,
    revocations: Revocations,
    audit: Audit,
    clock: Arc<dyn Clock>,
}

impl<P: Vocabulary> TokenIssuerBuilder<P> {
    pub(super) fn new(
        issuer: String,
        audience: String,
        key: SigningKey,
        accounts: impl Accounts<P>,
    ) -> Self {
        Self {
            issuer,
            audience,
            client_id: None,
            tenant_claim: "tenant".to_owned(),
            keys: vec![key],
            access_lifetime: Duration::from_mins(5),
            idle_lifetime: Duration::from_hours(14 * 24),
            absolute_lifetime: Duration::from_hours(90 * 24),
            grace: Duration::ZERO,
            leeway: Duration::ZERO,
            timeout: Duration::from_secs(5),
            accounts: Arc::new(accounts),
            store: Arc::new(MemoryStore::new()),
            revocations: Revocations::in_process(),
            audit: Audit::tracing(),
            clock: Arc::new(SystemClock),
        }
    }

    /// The client that the tokens are issued to (`client_id`, RFC 9068 section 2.2); the audience
    /// unless set, for an app that is its own client. Refresh tokens are good for their client alone, so
    /// another one ends them all; so do another issuer and audience.
    pub fn client_id(mut self, id: impl Into<String>) -> Self {
        self.client_id = Some(id.into());
        self
    }

    /// The claim that names the tenant of an account; `tenant` unless set.
    pub fn tenant_claim(mut self, name: impl Into<String>) -> Self {
        self.tenant_claim = name.into();
        self
    }

    /// Adds a key that verifies and does not sign: the one before, until the access tokens that it
    /// signed have expired, or the next one, a while before it signs, so that everybody has its public
    /// half by then.
    pub fn other_key(mut self, key: SigningKey) -> Self {
        self.keys.push(key);
        self
    }

    /// How long an access token lasts: a second to an hour, five minutes unless set. What an account
    /// loses, its access tokens keep until then, unless the family or the subject is revoked.
    pub fn access_lifetime(mut self, lifetime: Duration) -> Self {
        self.access_lifetime = lifetime;
        self
    }

    /// How long a refresh token may lie unused; 14 days unless set.
    pub fn idle_lifetime(mut self, lifetime: Duration) -> Self {
        self.idle_lifetime = lifetime;
        self
    }

    /// How long a login lasts in any case, however often its tokens are renewed: at most 400 days, 90
    /// unless set.
    pub fn absolute_lifetime(mut self, lifetime: Duration) -> Self {
        self.absolute_lifetime = lifetime;
        self
    }

    /// For how long a spent refresh token may be exchanged once more while its successor was not used:
    /// for clients that lose answers. At most 30 seconds, and none unless set, since a thief may use it
    /// as well as the owner does; reuse is noticed all the same as soon as the other one comes.
    pub fn grace(mut self, grace: Duration) -> Self {
        self.grace = grace;
        self
    }

    /// How far the clocks of the nodes may differ, for [`TokenIssuer::verifier`]: at most five minutes,
    /// none unless set.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// How long the store, and the accounts, may take for each answer before that is an
    /// [`Outage`](crate::Outage); five seconds unless set.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Where families are kept; in the memory of this process unless set.
    pub fn store(mut self, store: impl RefreshStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// What is revoked; of this issuer alone unless set. Give the same to all that authenticates.
    pub fn revocations(mut self, revocations: &Revocations) -> Self {
        self.revocations = revocations.clone();
        self
    }

    /// Where audit events go; to `tracing` unless set. `authn_token_reuse` is the alert.
    pub fn audit(mut self, audit: Audit) -> Self {
        self.audit = audit;
        self
    }

    /// What time it is; that of the machine unless set.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The finished issuer.
    ///
    /// # Errors
    /// [`ConfigError`] with every [`ConfigProblem`] of the configuration and of its keys.
    pub fn build(self) -> Result<TokenIssuer<P>, ConfigError> {
        let mut problems = self.lifetime_problems();
        let client_id = self.client_id.clone().unwrap_or_else(|| self.audience.clone());
        if client_id.is_empty() || client_id.trim() != client_id {
            problems.push(ConfigProblem::ClientId);
        }
        let signers = self.signers(&mut problems);
        let verifier = self.verifier(&signers, &mut problems);
        let mut signers = signers.into_iter();
        // Where there is a problem there may be no key or verifier, and never the other way round.
        let (Some(signer), Some(verifier), true) = (signers.next(), verifier, problems.is_empty())
        else {
            return Err(ConfigError::of(problems));
        };
        let parts = Parts {
            binding: Binding::new(&self.issuer, &self.audience, &client_id),
            issuer: self.issuer,
            audience: self.audience,
            client_id,
            tenant_claim: self.tenant_claim,
            signer,
            others: signers.collect(),
            verifier,
            access_lifetime: self.access_lifetime,
            idle_lifetime: self.idle_lifetime,
            absolute_lifetime: self.absolute_lifetime,
            grace: self.grace,
            timeout: self.timeout,
            accounts: self.accounts,
            store: self.store,
            revocations: self.revocations,
            audit: self.audit,
            clock: self.clock,
            purged_at: AtomicI64::new(0),
        };
        Ok(TokenIssuer { parts: Arc::new(parts) })
    }

    fn lifetime_problems(&self) -> Vec<ConfigProblem> {
        let mut problems = Vec::new();
        if !(LEAST..=MOST_ACCESS).contains(&self.access_lifetime) {
            problems.push(ConfigProblem::AccessLifetime(self.access_lifetime));
        }
        if !(self.access_lifetime..=self.absolute_lifetime).contains(&self.idle_lifetime) {
            problems.push(ConfigProblem::IdleLifetime(self.idle_lifetime));
        }
        if self.absolute_lifetime > MOST_ABSOLUTE {
            problems.push(ConfigProblem::AbsoluteLifetime(self.absolute_lifetime));
        }
        if self.grace > MOST_GRACE {
            problems.push(ConfigProblem::Grace(self.grace));
        }
        if self.timeout.is_zero() {
            problems.push(ConfigProblem::NoTime);
        }
        problems
    }

    /// The usable keys; what is wrong with the others joins `problems`.
    fn signers(&self, problems: &mut Vec<ConfigProblem>) -> Vec<Signer> {
        let mut signers = Vec::new();
        for (position, key) in (1..).zip(&self.keys) {
            match key.signer() {
                Ok(signer) => signers.push(signer),
                Err(problem) => problems.push(ConfigProblem::SigningKey { position, problem }),
            }
        }
        signers
    }

    fn verifier(&self, signers: &[Signer], problems: &mut Vec<ConfigProblem>) -> Option<Jwt> {
        let (first, others) = signers.split_first()?;
        let verifier = Jwt::access_tokens(&self.issuer, &self.audience).key(first.key());
        let built = others
            .iter()
            .fold(verifier, |verifier, other| verifier.key(other.key()))
            .tenant_claim(&self.tenant_claim)
            .max_length(MAX_LENGTH)
            .leeway(self.leeway)
            .revocations(&self.revocations)
            .clock(Arc::clone(&self.clock))
            .build();
        built.map_err(|error| problems.push(ConfigProblem::Verifier(error))).ok()
    }
}
