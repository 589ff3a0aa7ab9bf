//! From verified claims to the principal they describe.

use serde_json::{Map, Value};

use super::claims::Claims;
use super::rules::Rules;
use super::token_error::TokenError;
use crate::principal::{Credential, CredentialKind, Principal};
use crate::vocabulary::Vocabulary;

impl Rules {
    /// The principal of a token whose origin and times were checked. A claim of the wrong type
    /// refuses the token; an unknown name grants nothing and is counted.
    pub(super) fn principal<P: Vocabulary>(
        &self,
        claims: Map<String, Value>,
    ) -> Result<Principal<P>, TokenError> {
        let read = Claims(&claims);
        let subject = read.text("sub")?.ok_or(TokenError::MissingClaim("sub".into()))?;
        let id = read.text("jti")?.map(str::to_owned);
        // A time that cannot be expressed is none, which a revoked subject does not survive.
        let issued = read.instant("iat").ok().flatten();
        let mut principal = Principal::builder(subject).credential(
            Credential::new(CredentialKind::BearerToken, id)
                .of_session(read.text("sid")?.map(str::to_owned))
                .issued(issued),
        );
        for name in read.strings(&self.permissions_claim)? {
            principal = principal.permission_named(name);
        }
        for name in read.strings(&self.roles_claim)? {
            principal = principal.role_named(name);
        }
        for scope in self.scopes(read)? {
            principal = principal.scope(scope);
        }
        for method in read.strings("amr")? {
            principal = principal.method(method);
        }
        if let Some(at) = read.instant("auth_time")? {
            principal = principal.authenticated_at(at);
        }
        if let Some(claim) = &self.tenant_claim
            && let Some(tenant) = read.text(claim)?
        {
            principal = principal.tenant(tenant);
        }
        Ok(principal.claims(claims).build())
    }

    fn scopes<'a>(&self, claims: Claims<'a>) -> Result<Vec<&'a str>, TokenError> {
        for name in &self.scope_claims {
            if let Some(scopes) = claims.words(name)? {
                return Ok(scopes);
            }
        }
        Ok(Vec::new())
    }
}
