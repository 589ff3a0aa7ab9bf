//! The logout token: everything that must be true of it (OpenID Connect Back-Channel Logout 1.0
//! section 2.6).

use std::time::{Duration, SystemTime};

use openidconnect::core::CoreJsonWebKey;
use openidconnect::{JsonWebKey as _, JsonWebKeyAlgorithm, JwsSigningAlgorithm as _};
use serde_json::{Map, Value};

use super::compact::{self, Cause, Compact};
use super::connection::Connection;
use super::discovery::Discovered;
use super::id_token::Failure;
use super::provider::backend;
use crate::store::ProviderSession;

/// The event that the token is about.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// How old a token may be, whatever its `exp`: so long is its `jti` remembered.
const MOST_AGE: Duration = Duration::from_hours(1);

/// What a good logout token says.
#[derive(Debug)]
pub(super) struct LogoutToken {
    pub(super) session: ProviderSession,
    /// Its `jti`.
    pub(super) id: String,
    /// When it is refused anyway.
    pub(super) until: SystemTime,
}

/// Reads and verifies `token`; its `jti` is not looked up.
pub(super) fn verify(
    token: &str,
    connection: &Connection,
    discovered: &Discovered,
    now: SystemTime,
) -> Result<LogoutToken, Failure> {
    let token = compact::read(token, &connection.provider.algorithms)?;
    let typ = token.typ.as_deref().map(str::to_ascii_lowercase);
    let is_typed = |typ| matches!(typ, "logout+jwt" | "application/logout+jwt");
    must(typ.as_deref().is_none_or(is_typed), "`typ` is not `logout+jwt`")?;
    check_signature(&token, discovered)?;
    Ok(check_claims(&token.claims, connection, now)?)
}

/// One key fits: the one that `kid` names, or the only one for the algorithm.
fn check_signature(token: &Compact<'_>, discovered: &Discovered) -> Result<(), Failure> {
    let algorithm = backend(token.algorithm).ok_or("the token's algorithm is not accepted")?;
    let fits = |key: &&CoreJsonWebKey| {
        let is_named =
            token.kid.as_deref().is_none_or(|kid| key.key_id().is_some_and(|k| **k == *kid));
        let is_for_algorithm = match key.signing_alg() {
            JsonWebKeyAlgorithm::Unspecified => true,
            JsonWebKeyAlgorithm::Algorithm(own) => *own == algorithm,
            JsonWebKeyAlgorithm::Unsupported => false,
        };
        is_named && is_for_algorithm && algorithm.key_type().as_ref() == Some(key.key_type())
    };
    let mut fitting = discovered.metadata.jwks().keys().iter().filter(fits);
    let key = fitting.next().ok_or(Failure::UnknownKey)?;
    must(fitting.next().is_none(), "several keys of the provider fit")?;
    let verified = key.verify_signature(&algorithm, token.message.as_bytes(), &token.signature);
    Ok(must(verified.is_ok(), "the signature is not good")?)
}

fn check_claims(
    claims: &Map<String, Value>,
    connection: &Connection,
    now: SystemTime,
) -> Result<LogoutToken, Cause> {
    let provider = &connection.provider;
    let issuer = compact::text(claims, "iss")?.ok_or("`iss` is missing")?;
    must(issuer == provider.issuer, "`iss` is another issuer")?;
    let is_ours =
        compact::is_for(claims, &provider.client_id, |name| provider.trusts_audience(name));
    must(is_ours, "`aud` is not this client")?;
    let events = claims.get("events").and_then(|events| events.get(EVENT));
    must(events.is_some_and(Value::is_object), "`events` does not tell of a logout")?;
    must(!claims.contains_key("nonce"), "a logout token has no `nonce`")?;

    let skew = provider.clock_skew;
    let expires_at = compact::time(claims, "exp")?.ok_or("`exp` is missing")?;
    let issued_at = compact::time(claims, "iat")?.ok_or("`iat` is missing")?;
    let out_of_range: Cause = "a time is out of range";
    must(issued_at <= now.checked_add(skew).ok_or(out_of_range)?, "`iat` is in the future")?;
    let ages_at = issued_at.checked_add(MOST_AGE).ok_or(out_of_range)?;
    let until = expires_at.min(ages_at).checked_add(skew).ok_or(out_of_range)?;
    must(now < until, "the token has expired")?;

    let id = compact::text(claims, "jti")?.ok_or("`jti` is missing")?;
    let (subject, sid) = (compact::text(claims, "sub")?, compact::text(claims, "sid")?);
    must(subject.is_some() || sid.is_some(), "there is neither `sub` nor `sid`")?;
    let session = ProviderSession { issuer, subject: subject.unwrap_or_default(), sid };
    Ok(LogoutToken { session, id, until })
}

fn must(holds: bool, otherwise: Cause) -> Result<(), Cause> {
    holds.then_some(()).ok_or(otherwise)
}
