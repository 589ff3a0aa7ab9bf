//! `Rules`: what is asked of an answer, and the principal that it describes.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::answer::{Found, Grant, seconds};
use super::claims::{Claims, Malformed};
use super::endpoint::Unanswered;
use super::grace::Grace;
use crate::clock::Clock;
use crate::moment::Moment;
use crate::principal::{Credential, CredentialKind, Principal};
use crate::vocabulary::Vocabulary;

/// What says which kind of token it is, and what an access token that anybody may bear says there.
/// `token_use` and `typ` are not registered; several servers answer about refresh tokens with them.
const KINDS: &[(&str, &[&str])] = &[
    ("token_type", &["bearer"]),
    ("token_use", &["access", "access_token"]),
    ("typ", &["bearer", "jwt", "at+jwt", "application/at+jwt"]),
];

#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) issuer: Option<String>,
    /// `None` where any is taken, which is said explicitly.
    pub(super) audience: Option<String>,
    pub(super) leeway: Duration,
    pub(super) permissions_claim: String,
    pub(super) roles_claim: String,
    pub(super) scope_claim: String,
    pub(super) tenant_claim: Option<String>,
}

/// Why a token is refused.
enum Refuse {
    For(&'static str),
    Malformed(Malformed),
}

impl From<Malformed> for Refuse {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl Rules {
    /// What the answer to a question that left at `asked` comes to.
    pub(super) fn judge<P: Vocabulary>(
        &self,
        answer: Map<String, Value>,
        asked: Moment,
        clock: &dyn Clock,
    ) -> Result<Found<P>, Unanswered> {
        let now = seconds(clock.now()).ok_or(Unanswered::Clock)?;
        match answer.get("active") {
            Some(Value::Bool(true)) => {}
            Some(Value::Bool(false)) => {
                return Ok(Found::refused("the token is not active".to_owned(), asked));
            }
            _ => return Err(Unanswered::Malformed),
        }
        Ok(match self.grant(answer, now, asked) {
            Ok(grant) => Found::Good(Arc::new(grant)),
            Err(Refuse::For(cause)) => Found::refused(cause.to_owned(), asked),
            Err(Refuse::Malformed(Malformed(name))) => {
                Found::refused(format!("the claim `{name}` has the wrong type or is empty"), asked)
            }
        })
    }

    fn grant<P: Vocabulary>(
        &self,
        answer: Map<String, Value>,
        now: f64,
        asked: Moment,
    ) -> Result<Grant<P>, Refuse> {
        let claims = Claims(&answer);
        check_kind(claims)?;
        self.check_origin(claims)?;
        let leeway = self.leeway.as_secs_f64();
        let expires = claims.seconds("exp")?.map(|expires| expires + leeway);
        if expires.is_some_and(|expires| now >= expires) {
            return Err(Refuse::For("the token has expired"));
        }
        if claims.seconds("nbf")?.is_some_and(|from| now + leeway < from) {
            return Err(Refuse::For("the token is not valid yet"));
        }
        let principal = self.principal(answer)?;
        Ok(Grant { principal, expires, asked, grace: Grace::default() })
    }

    fn check_origin(&self, claims: Claims<'_>) -> Result<(), Refuse> {
        let issuer = claims.text("iss")?;
        if self.issuer.as_deref().is_some_and(|expected| issuer != Some(expected)) {
            return Err(Refuse::For("the token is from another issuer"));
        }
        let audiences = claims.audiences()?;
        if self.audience.as_deref().is_some_and(|expected| !audiences.contains(&expected)) {
            return Err(Refuse::For("the token is for another audience"));
        }
        Ok(())
    }

    fn principal<P: Vocabulary>(&self, answer: Map<String, Value>) -> Result<Principal<P>, Refuse> {
        let claims = Claims(&answer);
        let subject = claims.text("sub")?.ok_or(Refuse::For("the claim `sub` is missing"))?;
        let id = claims.text("jti")?.map(str::to_owned);
        // A time that cannot be expressed is none, which a revoked subject does not survive.
        let issued = claims.instant("iat").ok().flatten();
        let mut principal = Principal::builder(subject).credential(
            Credential::new(CredentialKind::BearerToken, id)
                .of_session(claims.text("sid")?.map(str::to_owned))
                .issued(issued),
        );
        for name in claims.strings(&self.permissions_claim)? {
            principal = principal.permission_named(name);
        }
        for name in claims.strings(&self.roles_claim)? {
            principal = principal.role_named(name);
        }
        for scope in claims.words(&self.scope_claim)?.unwrap_or_default() {
            principal = principal.scope(scope);
        }
        for method in claims.strings("amr")? {
            principal = principal.method(method);
        }
        if let Some(at) = claims.instant("auth_time")? {
            principal = principal.authenticated_at(at);
        }
        if let Some(claim) = &self.tenant_claim
            && let Some(tenant) = claims.text(claim)?
        {
            principal = principal.tenant(tenant);
        }
        Ok(principal.claims(answer).build())
    }
}

/// One kind of token must not pass for another, nor a bound one for one that anybody may bear.
fn check_kind(claims: Claims<'_>) -> Result<(), Refuse> {
    for (name, accepted) in KINDS {
        let kind = claims.text(name)?;
        let known = |kind: &str| accepted.iter().any(|known| known.eq_ignore_ascii_case(kind));
        if !kind.is_none_or(known) {
            return Err(Refuse::For("the token is no bearer access token"));
        }
    }
    if claims.has("cnf") {
        return Err(Refuse::For("the token is bound to a key, which is not checked"));
    }
    Ok(())
}
