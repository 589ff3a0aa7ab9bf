//! `Rules`: what the configuration asks of header and claims, and its own checks.

use std::borrow::Cow;
use std::time::Duration;

use super::config_error::ConfigProblem;

const MOST_LEEWAY: Duration = Duration::from_mins(5);

/// The claims whose meaning is fixed (RFC 7519 section 4.1, RFC 9068 section 2.2), so that no
/// configured claim may be one of them.
const FIXED: &[&str] = &[
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "client_id",
    "auth_time",
    "amr",
    "sid",
    "sid_iat",
];

/// The claims that are read, whatever they are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    Issuer,
    Subject,
    Audience,
    Expires,
    NotBefore,
    IssuedAt,
    Id,
    Client,
    Authenticated,
    Methods,
    Session,
    SessionIssuedAt,
    Permissions,
    Roles,
    Scope,
    /// Read where there is no `Scope`.
    SecondScope,
    Tenant,
}

impl Claim {
    pub(super) const COUNT: usize = Self::Tenant as usize + 1;
}

/// What is asked of a token.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) issuer: String,
    pub(super) audience: String,
    pub(super) leeway: Duration,
    pub(super) required: &'static [Claim],
    pub(super) types: Vec<String>,
    pub(super) type_required: bool,
    pub(super) permissions_claim: String,
    pub(super) roles_claim: String,
    /// One or two; the first of these that is present is read.
    pub(super) scope_claims: Vec<String>,
    pub(super) tenant_claim: Option<String>,
    /// What stands before each subject.
    pub(super) subject_prefix: String,
}

impl Rules {
    pub(super) fn bearer(issuer: String, audience: String) -> Self {
        Self {
            issuer,
            audience,
            leeway: Duration::ZERO,
            required: &[Claim::Issuer, Claim::Audience, Claim::Expires, Claim::Subject],
            types: ["JWT", "at+jwt", "application/at+jwt"].map(str::to_owned).into(),
            type_required: false,
            permissions_claim: "permissions".to_owned(),
            roles_claim: "roles".to_owned(),
            scope_claims: ["scope", "scp"].map(str::to_owned).into(),
            tenant_claim: None,
            subject_prefix: String::new(),
        }
    }

    pub(super) fn access_tokens(issuer: String, audience: String) -> Self {
        Self {
            required: &[
                Claim::Issuer,
                Claim::Expires,
                Claim::Audience,
                Claim::Subject,
                Claim::Client,
                Claim::IssuedAt,
                Claim::Id,
            ],
            types: ["at+jwt", "application/at+jwt"].map(str::to_owned).into(),
            type_required: true,
            ..Self::bearer(issuer, audience)
        }
    }

    /// The claim that is called `name`, if it is one that is read.
    pub(super) fn claim(&self, name: &str) -> Option<Claim> {
        Some(match name {
            "iss" => Claim::Issuer,
            "sub" => Claim::Subject,
            "aud" => Claim::Audience,
            "exp" => Claim::Expires,
            "nbf" => Claim::NotBefore,
            "iat" => Claim::IssuedAt,
            "jti" => Claim::Id,
            "client_id" => Claim::Client,
            "auth_time" => Claim::Authenticated,
            "amr" => Claim::Methods,
            "sid" => Claim::Session,
            "sid_iat" => Claim::SessionIssuedAt,
            _ if name == self.permissions_claim => Claim::Permissions,
            _ if name == self.roles_claim => Claim::Roles,
            _ if self.tenant_claim.as_deref() == Some(name) => Claim::Tenant,
            _ if self.scope_claims.first().is_some_and(|first| first == name) => Claim::Scope,
            _ if self.scope_claims.get(1).is_some_and(|second| second == name) => {
                Claim::SecondScope
            }
            _ => return None,
        })
    }

    /// What `claim` is called.
    pub(super) fn name(&self, claim: Claim) -> Cow<'static, str> {
        let configured = |name: Option<&String>| Cow::Owned(name.cloned().unwrap_or_default());
        match claim {
            Claim::Issuer => "iss".into(),
            Claim::Subject => "sub".into(),
            Claim::Audience => "aud".into(),
            Claim::Expires => "exp".into(),
            Claim::NotBefore => "nbf".into(),
            Claim::IssuedAt => "iat".into(),
            Claim::Id => "jti".into(),
            Claim::Client => "client_id".into(),
            Claim::Authenticated => "auth_time".into(),
            Claim::Methods => "amr".into(),
            Claim::Session => "sid".into(),
            Claim::SessionIssuedAt => "sid_iat".into(),
            Claim::Permissions => configured(Some(&self.permissions_claim)),
            Claim::Roles => configured(Some(&self.roles_claim)),
            Claim::Scope => configured(self.scope_claims.first()),
            Claim::SecondScope => configured(self.scope_claims.get(1)),
            Claim::Tenant => configured(self.tenant_claim.as_ref()),
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
