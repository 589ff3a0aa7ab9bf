//! From verified claims to the principal they describe.

use super::claims::{Claims, Scopes};
use super::rules::Claim;
use super::token_error::TokenError;
use crate::principal::{Credential, CredentialKind, Principal, PrincipalBuilder};
use crate::vocabulary::Vocabulary;

impl Claims<'_> {
    /// The principal of a token whose origin and times were checked, without its claims. A claim of
    /// the wrong type refuses the token; an unknown name grants nothing and is counted.
    pub(super) fn principal<P: Vocabulary>(&self) -> Result<PrincipalBuilder<P>, TokenError> {
        let subject = self.text(Claim::Subject)?;
        let subject = subject.ok_or(TokenError::MissingClaim("sub".into()))?;
        let id = self.text(Claim::Id)?.map(str::to_owned);
        // A time that cannot be expressed is none, which a revoked subject does not survive.
        let issued = self.instant(Claim::IssuedAt).ok().flatten();
        // A token that a login gave out later is as old as the login: who revokes a subject means it too.
        let issued = match self.instant(Claim::SessionIssuedAt)? {
            Some(login) => issued.map(|issued| issued.min(login)),
            None => issued,
        };
        let subject = match self.rules.subject_prefix.as_str() {
            "" => subject.to_owned(),
            prefix => format!("{prefix}{subject}"),
        };
        let mut principal = Principal::builder(subject).credential(
            Credential::new(CredentialKind::BearerToken, id)
                .of_session(self.text(Claim::Session)?.map(str::to_owned))
                .issued(issued),
        );
        for name in self.strings(Claim::Permissions)? {
            principal.add_permission_named(name);
        }
        for name in self.strings(Claim::Roles)? {
            principal.add_role_named(name);
        }
        let scopes = match self.scopes(Claim::Scope)? {
            None => self.scopes(Claim::SecondScope)?,
            first => first,
        };
        match scopes {
            None => {}
            Some(Scopes::Words(words)) => principal.add_scopes(words),
            Some(Scopes::List(scopes)) => {
                for scope in scopes {
                    principal.add_scope(scope);
                }
            }
        }
        for method in self.strings(Claim::Methods)? {
            principal.add_method(method);
        }
        if let Some(at) = self.instant(Claim::Authenticated)? {
            principal = principal.authenticated_at(at);
        }
        if let Some(tenant) = self.text(Claim::Tenant)? {
            principal = principal.tenant(tenant);
        }
        Ok(principal)
    }
}
