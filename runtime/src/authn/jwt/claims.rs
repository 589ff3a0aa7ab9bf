//! The checks of header type and registered claims (RFC 7519 section 4.1, RFC 9068 section 4).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use super::rules::Rules;
use super::token_error::TokenError;

/// Verified claims, read by name: absent, well-formed, or an error.
#[derive(Clone, Copy)]
pub(super) struct Claims<'a>(pub(super) &'a Map<String, Value>);

/// The present as a `NumericDate`.
pub(super) fn now() -> Result<f64, TokenError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| TokenError::Clock)?;
    Ok(since.as_secs_f64())
}

impl Rules {
    /// One kind of token must not pass for another (RFC 8725 section 3.12).
    pub(super) fn check_type(&self, header: &Map<String, Value>) -> Result<(), TokenError> {
        let accepted = match header.get("typ") {
            None => !self.type_required,
            Some(value) => value.as_str().is_some_and(|value| {
                self.types.iter().any(|accepted| accepted.eq_ignore_ascii_case(value))
            }),
        };
        accepted.then_some(()).ok_or(TokenError::Type)
    }

    /// Checks everything but who the token is about and what it grants.
    pub(super) fn check_claims(&self, claims: Claims<'_>, now: f64) -> Result<(), TokenError> {
        if let Some(name) = self.required.iter().find(|name| !claims.0.contains_key(**name)) {
            return Err(TokenError::MissingClaim((*name).into()));
        }
        if self.required.contains(&"client_id") {
            claims.text("client_id")?;
        }
        if claims.text("iss")? != Some(&self.issuer) {
            return Err(TokenError::Issuer);
        }
        if !claims.audiences()?.contains(&self.audience.as_str()) {
            return Err(TokenError::Audience);
        }
        self.check_times(claims, now)
    }

    /// Floating point has no overflow to guard against, and JSON has no NaN.
    fn check_times(&self, claims: Claims<'_>, now: f64) -> Result<(), TokenError> {
        let leeway = self.leeway.as_secs_f64();
        let expires = claims.time("exp")?;
        if expires.is_none_or(|expires| now >= expires + leeway) {
            return Err(TokenError::Expired);
        }
        if claims.time("nbf")?.is_some_and(|from| now + leeway < from) {
            return Err(TokenError::NotYetValid);
        }
        if claims.time("iat")?.is_some_and(|issued| now + leeway < issued) {
            return Err(TokenError::IssuedInFuture);
        }
        Ok(())
    }
}

impl<'a> Claims<'a> {
    /// A string that is not empty.
    pub(super) fn text(self, name: &str) -> Result<Option<&'a str>, TokenError> {
        self.read(name, |value| value.as_str().filter(|text| !text.is_empty()))
    }

    /// An array of strings.
    pub(super) fn strings(self, name: &str) -> Result<Vec<&'a str>, TokenError> {
        Ok(self.read(name, strings)?.unwrap_or_default())
    }

    /// A string of words with spaces between (RFC 8693 section 4.2), or an array of strings.
    pub(super) fn words(self, name: &str) -> Result<Option<Vec<&'a str>>, TokenError> {
        self.read(name, |value| match value {
            Value::String(text) => Some(text.split(' ').filter(|word| !word.is_empty()).collect()),
            _ => strings(value),
        })
    }

    /// A `NumericDate` that the system clock can express.
    pub(super) fn instant(self, name: &str) -> Result<Option<SystemTime>, TokenError> {
        self.read(name, |value| {
            let since = Duration::try_from_secs_f64(value.as_f64()?).ok()?;
            UNIX_EPOCH.checked_add(since)
        })
    }

    fn time(self, name: &str) -> Result<Option<f64>, TokenError> {
        self.read(name, |value| value.as_f64().filter(|seconds| seconds.is_finite()))
    }

    /// One audience or several, but not none.
    fn audiences(self) -> Result<Vec<&'a str>, TokenError> {
        let audiences = self.read("aud", |value| match value {
            Value::String(audience) => Some(vec![audience.as_str()]),
            _ => strings(value).filter(|audiences| !audiences.is_empty()),
        })?;
        Ok(audiences.unwrap_or_default())
    }

    fn read<T>(
        self,
        name: &str,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, TokenError> {
        let malformed = || TokenError::MalformedClaim(name.to_owned().into());
        self.0.get(name).map(|value| read(value).ok_or_else(malformed)).transpose()
    }
}

fn strings(value: &Value) -> Option<Vec<&str>> {
    value.as_array()?.iter().map(Value::as_str).collect()
}
