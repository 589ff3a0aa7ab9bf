//! `Rules`: what the configuration asks of header and claims, and its own checks.

use std::time::Duration;

use super::config_error::ConfigProblem;

const MOST_LEEWAY: Duration = Duration::from_mins(5);

/// The claims whose meaning is fixed (RFC 7519 section 4.1, RFC 9068 section 2.2), so that no
/// configured claim may be one of them.
const FIXED: &[&str] =
    &["iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "auth_time", "amr", "sid"];

/// What is asked of a token.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) issuer: String,
    pub(super) audience: String,
    pub(super) leeway: Duration,
    pub(super) required: &'static [&'static str],
    pub(super) types: Vec<String>,
    pub(super) type_required: bool,
    pub(super) permissions_claim: String,
    pub(super) roles_claim: String,
    /// The first of these that is present is read.
    pub(super) scope_claims: Vec<String>,
    pub(super) tenant_claim: Option<String>,
}

impl Rules {
    pub(super) fn bearer(issuer: String, audience: String) -> Self {
        Self {
            issuer,
            audience,
            leeway: Duration::ZERO,
            required: &["iss", "aud", "exp", "sub"],
            types: ["JWT", "at+jwt", "application/at+jwt"].map(str::to_owned).into(),
            type_required: false,
            permissions_claim: "permissions".to_owned(),
            roles_claim: "roles".to_owned(),
            scope_claims: ["scope", "scp"].map(str::to_owned).into(),
            tenant_claim: None,
        }
    }

    pub(super) fn access_tokens(issuer: String, audience: String) -> Self {
        Self {
            required: &["iss", "exp", "aud", "sub", "client_id", "iat", "jti"],
            types: ["at+jwt", "application/at+jwt"].map(str::to_owned).into(),
            type_required: true,
            ..Self::bearer(issuer, audience)
        }
    }

    pub(super) fn validate(&self, problems: &mut Vec<ConfigProblem>) {
        for (what, value) in [("issuer", &self.issuer), ("audience", &self.audience)] {
            if value.is_empty() || value.trim() != value {
                problems.push(ConfigProblem::Identifier(what));
            }
        }
        if self.leeway > MOST_LEEWAY {
            problems.push(ConfigProblem::Leeway(self.leeway));
        }
        if self.types.is_empty() || self.types.iter().any(String::is_empty) {
            problems.push(ConfigProblem::TypeHeaders);
        }
        self.check_claim_names(problems);
    }

    fn check_claim_names(&self, problems: &mut Vec<ConfigProblem>) {
        let mut taken = FIXED.to_vec();
        for (claim, name) in self.claim_names() {
            if name.is_empty() {
                problems.push(ConfigProblem::EmptyClaimName(claim));
            } else if taken.contains(&name) {
                problems.push(ConfigProblem::ClaimNameTaken { claim, name: name.to_owned() });
            }
            taken.push(name);
        }
    }

    fn claim_names(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let scopes = self.scope_claims.iter().map(|name| ("scope", name.as_str()));
        [("permissions", self.permissions_claim.as_str()), ("roles", &self.roles_claim)]
            .into_iter()
            .chain(scopes)
            .chain(self.tenant_claim.iter().map(|name| ("tenant", name.as_str())))
    }
}
