//! The ID token: everything that must be true of it (OpenID Connect Core section 3.1.3.7).

use std::time::SystemTime;

use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKey};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthorizationCode, AuthorizationCodeHash,
    ClaimsVerificationError, ClientId, SignatureVerificationError,
};
use serde_json::{Map, Value};

use super::compact::{self, Cause};
use super::connection::Connection;
use super::discovery::Discovered;
use super::pending::Pending;

type Claims = Map<String, Value>;

/// What the token must agree with.
pub(super) struct Expected<'a> {
    pub(super) connection: &'a Connection,
    pub(super) pending: &'a Pending,
    pub(super) code: &'a AuthorizationCode,
    pub(super) access_token: &'a AccessToken,
    pub(super) now: SystemTime,
}

/// Why a token is not believed.
#[derive(Debug)]
pub(super) enum Failure {
    /// Its key is not among those that are known.
    UnknownKey,
    Refused(Cause),
}

impl From<Cause> for Failure {
    fn from(cause: Cause) -> Self {
        Self::Refused(cause)
    }
}

/// The claims of `token`, once all of it is good.
pub(super) fn verify(
    token: &CoreIdToken,
    discovered: &Discovered,
    expected: &Expected<'_>,
) -> Result<Claims, Failure> {
    let provider = &expected.connection.provider;
    let text = token.to_string();
    let claims = compact::read(&text, &provider.algorithms)?.claims;
    let verifier = verifier(discovered, expected);
    let nonce = &expected.pending.nonce;
    let good = token.claims(&verifier, nonce).map_err(|error| failure(&error))?;

    let algorithm = token.signing_alg().map_err(|_| "the token is not signed")?;
    let key = token.signing_key(&verifier).map_err(|_| Failure::UnknownKey)?;
    // The backend's hashes are those of the signature's algorithm, as sections 3.1.3.6 and 3.3.2.11 say.
    if let Some(own) = good.access_token_hash() {
        let hash = AccessTokenHash::from_token(expected.access_token, algorithm, key);
        must(hash.is_ok_and(|hash| hash == *own), "`at_hash` is not that of the access token")?;
    }
    if let Some(own) = good.code_hash() {
        let hash = AuthorizationCodeHash::from_code(expected.code, algorithm, key);
        must(hash.is_ok_and(|hash| hash == *own), "`c_hash` is not that of the code")?;
    }
    check_claims(&claims, expected)?;
    check_authentication(&claims, expected)?;
    Ok(claims)
}

/// Issuer, audience, signature, expiry and nonce. A public client, so that no algorithm takes the
/// client secret for a key.
fn verifier<'a>(discovered: &Discovered, expected: &Expected<'a>) -> CoreIdTokenVerifier<'a> {
    let connection = expected.connection;
    let provider = &connection.provider;
    let earlier = expected.now.checked_sub(provider.clock_skew).unwrap_or(expected.now);
    CoreIdTokenVerifier::new_public_client(
        ClientId::new(provider.client_id.clone()),
        connection.issuer.clone(),
        openidconnect::JsonWebKeySet::<CoreJsonWebKey>::clone(discovered.metadata.jwks()),
    )
    .set_allowed_algs(provider.signing_algorithms())
    .set_other_audience_verifier_fn(|audience| provider.trusts_audience(audience))
    .set_time_fn(move || earlier.into())
}

fn check_claims(claims: &Claims, expected: &Expected<'_>) -> Result<(), Cause> {
    let provider = &expected.connection.provider;
    let skew = provider.clock_skew;
    let later = expected.now.checked_add(skew).ok_or("the clock is out of range")?;
    let subject = compact::text(claims, "sub")?;
    must(subject.is_some_and(|subject| subject.len() <= 255), "`sub` is missing or too long")?;
    let party = compact::text(claims, "azp")?;
    let has_one_audience = claims.get("aud").and_then(Value::as_array).is_none_or(|a| a.len() == 1);
    must(party.is_some() || has_one_audience, "`azp` is missing although `aud` names several")?;
    must(party.is_none_or(|party| party == provider.client_id), "`azp` names another client")?;
    let issued_at = compact::time(claims, "iat")?.ok_or("`iat` is missing")?;
    let began_at = expected.pending.began_at().checked_sub(skew);
    must(issued_at <= later, "`iat` is in the future")?;
    must(began_at.is_some_and(|began| began <= issued_at), "`iat` is before the login began")?;
    must(compact::time(claims, "nbf")?.is_none_or(|at| at <= later), "`nbf` is in the future")?;
    // Back-Channel Logout section 4.1: a logout token must not pass for an ID token.
    must(!claims.contains_key("events"), "the token is a security event")
}

/// When and how the end user authenticated, where that was asked for.
fn check_authentication(claims: &Claims, expected: &Expected<'_>) -> Result<(), Cause> {
    let Pending { max_age, acr_values, .. } = expected.pending;
    let skew = expected.connection.provider.clock_skew;
    let at = compact::time(claims, "auth_time")?;
    let later = expected.now.checked_add(skew);
    must(
        at.is_none_or(|at| later.is_some_and(|later| at <= later)),
        "`auth_time` is in the future",
    )?;
    if let Some(max_age) = max_age {
        let at = at.ok_or("`auth_time` is missing although `max_age` was asked for")?;
        let age = expected.now.duration_since(at).unwrap_or_default().saturating_sub(skew);
        must(age.as_secs() <= *max_age, "the end user authenticated longer ago than `max_age`")?;
    }
    let acr = compact::text(claims, "acr")?;
    let fits = acr_values.is_empty() || acr.is_some_and(|acr| acr_values.contains(&acr));
    must(fits, "`acr` is none of those that were asked for")
}

fn must(holds: bool, otherwise: Cause) -> Result<(), Cause> {
    holds.then_some(()).ok_or(otherwise)
}

/// The backend's words may repeat parts of the token; ours do not.
fn failure(error: &ClaimsVerificationError) -> Failure {
    Failure::Refused(match error {
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::NoMatchingKey,
        ) => return Failure::UnknownKey,
        ClaimsVerificationError::SignatureVerification(
            SignatureVerificationError::AmbiguousKeyId(_),
        ) => "several keys of the provider fit",
        ClaimsVerificationError::SignatureVerification(_) => "the signature is not good",
        ClaimsVerificationError::Expired(_) => "the token has expired",
        ClaimsVerificationError::InvalidAudience(_) => "`aud` is not this client",
        ClaimsVerificationError::InvalidIssuer(_) => "`iss` is another issuer",
        ClaimsVerificationError::InvalidNonce(_) => "`nonce` is not that of this login",
        ClaimsVerificationError::Unsupported(_) => "`typ` or `cty` is not that of an ID token",
        _ => "the token is not an ID token",
    })
}
