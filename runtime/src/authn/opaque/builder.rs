//! `IntrospectionBuilder`: whom to ask, what to ask of the answers, and how long they count.

use core::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};

use super::config_error::{IntrospectionError, IntrospectionProblem};
use super::memory::{Ages, Memory};
use super::rules::Rules;
use super::{Endpoint, Flights, Inner, Introspection};
use crate::audit::Audit;
use crate::authn::revocation::Revocations;
use crate::clock::{Clock, SystemClock};
use crate::egress::Egress;
use crate::vocabulary::Vocabulary;

const MOST_LEEWAY: Duration = Duration::from_mins(5);
const MOST_AGE: Duration = Duration::from_mins(10);

/// The claims whose meaning is fixed, so that no configured claim may be one of them.
const FIXED: &[&str] = &[
    "active",
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "client_id",
    "username",
    "token_type",
    "token_use",
    "typ",
    "cnf",
    "auth_time",
    "amr",
    "sid",
];

/// Configures an [`Introspection`]. Everything is validated in [`build`](Self::build), together.
#[must_use]
pub struct IntrospectionBuilder<P: Vocabulary> {
    url: String,
    client: (String, SecretString),
    egress: Option<Egress>,
    rules: Rules,
    any_audience: Option<&'static str>,
    ages: Ages,
    tokens: usize,
    revocations: Revocations,
    audit: Audit,
    clock: Arc<dyn Clock>,
    vocabulary: PhantomData<fn() -> P>,
}

impl<P: Vocabulary> IntrospectionBuilder<P> {
    pub(super) fn new(url: String, id: String, secret: SecretString) -> Self {
        Self {
            url,
            client: (id, secret),
            egress: None,
            rules: Rules {
                issuer: None,
                audience: None,
                leeway: Duration::ZERO,
                permissions_claim: "permissions".to_owned(),
                roles_claim: "roles".to_owned(),
                scope_claim: "scope".to_owned(),
                tenant_claim: None,
            },
            any_audience: None,
            ages: Ages {
                good: Duration::from_secs(30),
                refused: Duration::from_secs(5),
                grace: Duration::ZERO,
            },
            tokens: 10_000,
            revocations: Revocations::in_process(),
            audit: Audit::tracing(),
            clock: Arc::new(SystemClock),
            vocabulary: PhantomData,
        }
    }

    /// The client that asks. The default is an [`Egress`] with a limit of 3 seconds.
    pub fn egress(mut self, egress: &Egress) -> Self {
        self.egress = Some(egress.clone());
        self
    }

    /// Requires `aud` to name this API. Without, a token that was issued for another API would be good
    /// here.
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.rules.audience = Some(audience.into());
        self
    }

    /// Takes tokens for any audience, for an issuer that answers each client about that client's own
    /// tokens only. `reason` is logged.
    pub fn danger_any_audience(mut self, reason: &'static str) -> Self {
        self.any_audience = Some(reason);
        self
    }

    /// Requires `iss` to be this.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.rules.issuer = Some(issuer.into());
        self
    }

    /// How far clocks may differ: at most five minutes. The default is zero.
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.rules.leeway = leeway;
        self
    }

    /// How long a good token is not asked about again: at most 10 minutes, 30 seconds by default, and
    /// never beyond its `exp`. For that long a token that its issuer revoked is good here. Zero asks at
    /// every request, once for those that come at the same time.
    pub fn cache_for(mut self, age: Duration) -> Self {
        self.ages.good = age;
        self
    }

    /// How long a refused token is not asked about again: 5 seconds by default.
    pub fn cache_refusals_for(mut self, age: Duration) -> Self {
        self.ages.refused = age;
        self
    }

    /// How many good tokens are remembered, 10,000 by default, and a quarter as many refused ones.
    pub fn cache_size(mut self, tokens: usize) -> Self {
        self.tokens = tokens;
        self
    }

    /// While the issuer does not answer, uses answers that are up to `age` too old: at most 10
    /// minutes. For that much longer a revoked token is good. An issuer that answers anything but 5xx
    /// is no outage. Off by default: then every token whose answer is too old is answered 503. The first
    /// use of each answer is recorded as
    /// `sys_monitor_disabled`.
    pub fn serve_cached_in_outage(mut self, age: Duration) -> Self {
        self.ages.grace = age;
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

    /// The claim that lists OAuth scopes: a string with spaces between, or an array of strings. The
    /// default is `scope`.
    pub fn scope_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.scope_claim = name.into();
        self
    }

    /// The claim that names the tenant, a string. By default there is none.
    pub fn tenant_claim(mut self, name: impl Into<String>) -> Self {
        self.rules.tenant_claim = Some(name.into());
        self
    }

    /// Refuses what is revoked here, at every request: by `jti`, by session (`sid`) or by subject.
    pub fn revocations(mut self, revocations: &Revocations) -> Self {
        self.revocations = revocations.clone();
        self
    }

    /// Where it is recorded that an old answer was used; to `tracing` unless set.
    pub fn audit(mut self, audit: &Audit) -> Self {
        self.audit = audit.clone();
        self
    }

    /// What the time is.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The finished authenticator.
    ///
    /// # Errors
    /// [`IntrospectionError`] with every [`IntrospectionProblem`] of the configuration.
    pub fn build(self) -> Result<Introspection<P>, IntrospectionError> {
        let mut problems = Vec::new();
        self.check_identity(&mut problems);
        self.check_bounds(&mut problems);
        self.check_claim_names(&mut problems);
        let default = || Egress::builder().timeout(Duration::from_secs(3)).build();
        let egress = self.egress.clone().map_or_else(default, Ok);
        let egress = match egress.and_then(|egress| egress.check(&self.url).map(|()| egress)) {
            Ok(egress) if problems.is_empty() => egress,
            Ok(_) => return Err(IntrospectionError::of(problems)),
            Err(error) => {
                problems.push(IntrospectionProblem::Egress(error));
                return Err(IntrospectionError::of(problems));
            }
        };
        if let Some(reason) = self.any_audience {
            tracing::warn!(reason, "opaque tokens for any audience are taken");
        }
        let (id, secret) = &self.client;
        let inner = Inner {
            endpoint: Endpoint::new(self.url, id, secret, egress),
            any_audience: self.any_audience,
            rules: self.rules,
            memory: Memory::new(self.tokens, self.ages),
            flights: Arc::new(Flights::new()),
            audit: self.audit,
            revocations: self.revocations,
            clock: self.clock,
        };
        Ok(Introspection { inner: Arc::new(inner) })
    }

    fn check_identity(&self, problems: &mut Vec<IntrospectionProblem>) {
        let (id, secret) = &self.client;
        if id.is_empty() {
            problems.push(IntrospectionProblem::Client("id"));
        }
        if secret.expose_secret().is_empty() {
            problems.push(IntrospectionProblem::Client("secret"));
        }
        match (&self.rules.audience, self.any_audience) {
            (None, None) => problems.push(IntrospectionProblem::NoAudience),
            (Some(_), Some(_)) => problems.push(IntrospectionProblem::TwoAudiences),
            (None, Some(reason)) if reason.trim().is_empty() => {
                problems.push(IntrospectionProblem::NoReason);
            }
            _ => {}
        }
        for (what, value) in [("issuer", &self.rules.issuer), ("audience", &self.rules.audience)] {
            if value.as_ref().is_some_and(|value| value.is_empty() || value.trim() != value) {
                problems.push(IntrospectionProblem::Identifier(what));
            }
        }
    }

    fn check_bounds(&self, problems: &mut Vec<IntrospectionProblem>) {
        if self.rules.leeway > MOST_LEEWAY {
            problems.push(IntrospectionProblem::Leeway(self.rules.leeway));
        }
        for (age, what) in [
            (self.ages.good, "caching"),
            (self.ages.refused, "caching refusals"),
            (self.ages.grace, "serving in an outage"),
        ] {
            if age > MOST_AGE {
                problems.push(IntrospectionProblem::Age(age, what));
            }
        }
        if self.tokens == 0 {
            problems.push(IntrospectionProblem::NoRoom);
        }
    }

    fn check_claim_names(&self, problems: &mut Vec<IntrospectionProblem>) {
        let mut taken = FIXED.to_vec();
        let rules = &self.rules;
        let tenant = rules.tenant_claim.iter().map(|name| ("tenant", name));
        let names = [
            ("permissions", &rules.permissions_claim),
            ("roles", &rules.roles_claim),
            ("scope", &rules.scope_claim),
        ];
        for (claim, name) in names.into_iter().chain(tenant) {
            if name.is_empty() || taken.contains(&name.as_str()) {
                problems.push(IntrospectionProblem::ClaimName(claim));
            }
            taken.push(name);
        }
    }
}
