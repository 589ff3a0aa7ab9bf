//! What an access token says (RFC 9068 section 2.2).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use super::TokenIssuer;
use super::issued::Issued;
use super::refresh_token::RefreshToken;
use crate::authn::Account;
use crate::outage::Outage;
use crate::random;
use crate::store::{FamilyRecord, Successor};
use crate::vocabulary::{Roles as _, Vocabulary, role_name};

/// What the verifier of access tokens looks at.
pub(super) const MAX_LENGTH: usize = 8192;

/// A pair that the client has not got yet, and what a store keeps of it.
pub(super) struct Pair {
    pub(super) issued: Issued,
    pub(super) successor: Successor,
}

impl<P: Vocabulary> TokenIssuer<P> {
    /// The tokens of `family` for what `account` holds. Neither outlives the family.
    pub(super) fn pair(
        &self,
        family: &FamilyRecord,
        account: &Account<P>,
        now: SystemTime,
    ) -> Result<Pair, Outage> {
        let until =
            |lifetime: Duration| now.checked_add(lifetime).unwrap_or(now).min(family.expires_at);
        let expires_at = until(self.parts.access_lifetime);
        let payload = Value::from(self.claims(family, account, now, expires_at)?).to_string();
        let token = self.parts.signer.sign(payload.as_bytes())?;
        if token.len() > MAX_LENGTH {
            tracing::error!(length = token.len(), "an access token would be too long: grant roles");
            return Err(Outage::of("the signer of access tokens"));
        }
        let refresh = RefreshToken::new(&self.parts.binding)?;
        let successor =
            Successor { digest: refresh.digest, expires_at: until(self.parts.idle_lifetime) };
        let left = |end: SystemTime| end.duration_since(now).unwrap_or_default();
        let issued = Issued {
            access_token: token.into(),
            expires_in: Duration::from_secs(seconds(expires_at).saturating_sub(seconds(now))),
            refresh_token: refresh.text,
            refresh_expires_in: left(successor.expires_at),
            scopes: family.scopes.clone(),
            family: family.id.clone(),
        };
        Ok(Pair { issued, successor })
    }

    fn claims(
        &self,
        family: &FamilyRecord,
        account: &Account<P>,
        now: SystemTime,
        expires_at: SystemTime,
    ) -> Result<Map<String, Value>, Outage> {
        let parts = &self.parts;
        let mut claims = Map::new();
        let mut claim = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        claim("iss", parts.issuer.as_str().into());
        claim("aud", parts.audience.as_str().into());
        claim("client_id", parts.client_id.as_str().into());
        claim("sub", family.subject.as_str().into());
        claim("sid", family.id.as_str().into());
        // To the millisecond: a login right after a revocation is none that it means.
        claim(
            "sid_iat",
            family.created_at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64().into(),
        );
        claim("jti", random::name()?.into());
        claim("iat", seconds(now).into());
        claim("exp", seconds(expires_at).into());
        claim("auth_time", seconds(family.authenticated_at).into());
        if !family.methods.is_empty() {
            claim("amr", family.methods.clone().into());
        }
        if !family.scopes.is_empty() {
            claim("scope", family.scopes.join(" ").into());
        }
        let roles = account.roles().iter().map(|role| role_name::<P::Role>(role.index()));
        claim("roles", roles.collect());
        claim("permissions", account.granted().names().collect());
        if let Some(tenant) = account.in_tenant() {
            claim(&parts.tenant_claim, tenant.into());
        }
        Ok(claims)
    }
}

/// A `NumericDate`, in whole seconds: not every library takes others.
fn seconds(at: SystemTime) -> u64 {
    at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
