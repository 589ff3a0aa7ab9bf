//! From verified claims to the principal they describe.

use super::claims::Claims;
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
        let mut principal = Principal::builder(subject).credential(
            Credential::new(CredentialKind::BearerToken, id)
                .of_session(self.text(Claim::Session)?.map(str::to_owned))
                .issued(issued),
        );
        for name in self.strings(Claim::Permissions)? {
            principal = principal.permission_named(name);
        }
        for name in self.strings(Claim::Roles)? {
            principal = principal.role_named(name);
        }
        for claim in [Claim::Scope, Claim::SecondScope] {
            if self.each_word(claim, |scope| principal.add_scope(scope))? {
                break;
            }
        }
        for method in self.strings(Claim::Methods)? {
            principal = principal.method(method);
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
