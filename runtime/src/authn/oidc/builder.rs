//! `OidcBuilder`: the configuration of an `Oidc`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use openidconnect::url::Url;
use secrecy::{ExposeSecret as _, SecretSlice};

use super::config_error::{OidcConfigError, OidcProblem};
use super::connection::Connection;
use super::provider::{Provider, backend};
use super::seal::Seal;
use super::spent::Spent;
use super::{Inner, Oidc};
use crate::audit::Audit;
use crate::clock::{Clock, SystemClock};
use crate::egress::Egress;

const MOST_SKEW: Duration = Duration::from_mins(5);

/// Configures an [`Oidc`]. Everything is validated in [`build`](Self::build), together.
#[derive(Debug)]
#[must_use]
pub struct OidcBuilder {
    providers: Vec<(String, Provider)>,
    egress: Option<Egress>,
    cookie_key: Option<SecretSlice<u8>>,
    clock: Arc<dyn Clock>,
    audit: Audit,
}

impl OidcBuilder {
    pub(super) fn new() -> Self {
        Self {
            providers: Vec::new(),
            egress: None,
            cookie_key: None,
            clock: Arc::new(SystemClock),
            audit: Audit::tracing(),
        }
    }

    /// Adds a provider. Its name is ours: routes, cookies and the subjects of accounts know it by
    /// that, so it stays the same for good.
    pub fn provider(mut self, name: impl Into<String>, provider: Provider) -> Self {
        self.providers.push((name.into(), provider));
        self
    }

    /// The client for our own calls; [`Egress::new`] unless set.
    pub fn egress(mut self, egress: Egress) -> Self {
        self.egress = Some(egress);
        self
    }

    /// What the cookies of logins under way are sealed with: at least 32 random bytes, the same on
    /// every node. Unless set, each [`Oidc`] makes a key of its own, and another node cannot finish
    /// what it began.
    pub fn cookie_key(mut self, key: SecretSlice<u8>) -> Self {
        self.cookie_key = Some(key);
        self
    }

    /// Who tells the time; the machine unless set.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Where audit events go; to `tracing` unless set.
    pub fn audit(mut self, audit: Audit) -> Self {
        self.audit = audit;
        self
    }

    /// The finished configuration. No provider is called before somebody logs in.
    ///
    /// # Errors
    /// [`OidcConfigError`] names everything that is wrong.
    pub fn build(self) -> Result<Oidc, OidcConfigError> {
        let mut problems = Vec::new();
        if self.providers.is_empty() {
            problems.push(OidcProblem::NoProvider);
        }
        for (position, (name, provider)) in self.providers.iter().enumerate() {
            check(name, provider, &mut problems);
            let mut before = self.providers.iter().take(position);
            if before.clone().any(|(other, _)| other == name) {
                problems.push(OidcProblem::NameTaken(name.clone()));
            }
            if before.any(|(_, other)| other.redirect_uri == provider.redirect_uri) {
                problems.push(OidcProblem::RedirectUriTaken(name.clone()));
            }
        }
        if self.cookie_key.as_ref().is_some_and(|key| key.expose_secret().len() < 32) {
            problems.push(OidcProblem::ShortCookieKey);
        }
        OidcConfigError::check(problems)?;
        let seal = match self.cookie_key {
            Some(key) => Seal::new(&key),
            None => Seal::random(),
        };
        let egress = match self.egress {
            Some(egress) => egress,
            None => Egress::new().map_err(|error| OidcProblem::Egress(error.to_string()))?,
        };
        let mut connections = BTreeMap::new();
        for (name, provider) in self.providers {
            if let Some(reason) = provider.loopback_reason {
                tracing::warn!(
                    provider = name,
                    reason,
                    "OpenID Connect over plain http, on loopback"
                );
            }
            let connection =
                Connection::new(provider).ok_or_else(|| OidcProblem::Issuer(name.clone()))?;
            connections.insert(name, connection);
        }
        Ok(Oidc {
            inner: Arc::new(Inner {
                connections,
                egress,
                seal: seal.ok_or(OidcProblem::NoRandomness)?,
                clock: self.clock,
                audit: self.audit,
                logins: Spent::new(),
                logout_tokens: Spent::new(),
            }),
        })
    }
}

fn check(name: &str, provider: &Provider, problems: &mut Vec<OidcProblem>) {
    let mut no = |is_wrong: bool, problem: fn(String) -> OidcProblem| {
        if is_wrong {
            problems.push(problem(name.to_owned()));
        }
    };
    let named = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    no(name.is_empty() || name.len() > 64 || !name.bytes().all(named), OidcProblem::Name);
    let issuer = usable(&provider.issuer, provider).filter(|url| url.query().is_none());
    no(issuer.is_none(), OidcProblem::Issuer);
    let id = &provider.client_id;
    no(id.is_empty() || id.trim() != id, OidcProblem::ClientId);
    let secret = provider.client_secret.as_ref();
    no(secret.is_some_and(|secret| secret.expose_secret().is_empty()), OidcProblem::EmptySecret);
    let uris = core::iter::once(&provider.redirect_uri).chain(&provider.post_logout_redirect_uri);
    no(uris.into_iter().any(|uri| usable(uri, provider).is_none()), OidcProblem::RedirectUri);
    no(!provider.scopes.iter().all(|scope| is_scope(scope)), OidcProblem::Scope);
    let acr = &provider.wishes.acr_values;
    no(!acr.iter().all(|value| is_scope(value)), OidcProblem::AcrValue);
    no(provider.algorithms.is_empty(), OidcProblem::NoAlgorithm);
    let reason = provider.loopback_reason;
    no(reason.is_some_and(|reason| reason.trim().is_empty()), OidcProblem::NoReason);
    let symmetric = provider.algorithms.iter().filter(|one| backend(**one).is_none());
    problems.extend(symmetric.map(|one| OidcProblem::Symmetric(name.to_owned(), *one)));
    if provider.clock_skew > MOST_SKEW {
        problems.push(OidcProblem::ClockSkew(name.to_owned(), provider.clock_skew));
    }
}

/// An https URL without fragment, user and password; or plain http on loopback, where it is allowed.
pub(super) fn usable(text: &str, provider: &Provider) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let is_secure = match url.scheme() {
        "https" => true,
        "http" => provider.loopback_reason.is_some() && is_loopback,
        _ => false,
    };
    let is_plain =
        url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    (is_secure && is_plain && url.has_host()).then_some(url)
}

/// The characters of a scope (RFC 6749 section 3.3).
fn is_scope(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\';
    !text.is_empty() && text.bytes().all(fits)
}
