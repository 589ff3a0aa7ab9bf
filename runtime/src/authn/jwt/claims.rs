//! The checks of header type and registered claims (RFC 7519 section 4.1, RFC 9068 section 4).

use std::borrow::Cow;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::header::Type;
use super::rules::{Claim, Rules};
use super::seen::Seen;
use super::token_error::{Part, TokenError};
use super::unique_json::{Members, Rejected, read_object};

/// Verified claims, read by name: absent, well-formed, or an error.
pub(super) struct Claims<'a> {
    pub(super) rules: &'a Rules,
    seen: [Option<Seen<'a>>; Claim::COUNT],
}

/// Scopes, as issuers write them.
pub(super) enum Scopes<'a> {
    /// With spaces between (RFC 8693 section 4.2).
    Words(&'a str),
    List(&'a [Cow<'a, str>]),
}

/// A time as a `NumericDate`.
pub(super) fn numeric_date(time: SystemTime) -> Result<f64, TokenError> {
    let since = time.duration_since(UNIX_EPOCH).map_err(|_| TokenError::Clock)?;
    Ok(since.as_secs_f64())
}

impl Rules {
    /// One kind of token must not pass for another (RFC 8725 section 3.12).
    pub(super) fn check_type(&self, found: &Type) -> Result<(), TokenError> {
        let accepted = match found {
            Type::None => !self.type_required,
            Type::Text(value) => {
                self.types.iter().any(|accepted| accepted.eq_ignore_ascii_case(value))
            }
            Type::NoText => false,
        };
        accepted.then_some(()).ok_or(TokenError::Type)
    }

    /// Checks everything but who the token is about and what it grants. Yields when it expires, with
    /// the leeway: it is refused from then on.
    pub(super) fn check_claims(&self, claims: &Claims<'_>, now: f64) -> Result<f64, TokenError> {
        if let Some(claim) = self.required.iter().find(|claim| claims.get(**claim).is_none()) {
            return Err(TokenError::MissingClaim(self.name(*claim)));
        }
        if self.required.contains(&Claim::Client) {
            claims.text(Claim::Client)?;
        }
        if claims.text(Claim::Issuer)? != Some(&self.issuer) {
            return Err(TokenError::Issuer);
        }
        if !claims.is_for(&self.audience)? {
            return Err(TokenError::Audience);
        }
        self.check_times(claims, now)
    }

    /// Floating point has no overflow to guard against, and JSON has no NaN.
    fn check_times(&self, claims: &Claims<'_>, now: f64) -> Result<f64, TokenError> {
        let leeway = self.leeway.as_secs_f64();
        let expires = claims.time(Claim::Expires)?.map(|expires| expires + leeway);
        let Some(expires) = expires.filter(|expires| now < *expires) else {
            return Err(TokenError::Expired);
        };
        if claims.time(Claim::NotBefore)?.is_some_and(|from| now + leeway < from) {
            return Err(TokenError::NotYetValid);
        }
        if claims.time(Claim::IssuedAt)?.is_some_and(|issued| now + leeway < issued) {
            return Err(TokenError::IssuedInFuture);
        }
        Ok(expires)
    }
}

impl<'a> Claims<'a> {
    /// Reads a payload as a JSON object with unique members.
    pub(super) fn read(payload: &'a [u8], rules: &'a Rules) -> Result<Self, TokenError> {
        let mut claims = Self { rules, seen: [const { None }; Claim::COUNT] };
        read_object(payload, &mut claims).map_err(|rejected| rejected.of(Part::Payload))?;
        Ok(claims)
    }

    fn get(&self, claim: Claim) -> Option<&Seen<'a>> {
        self.seen.get(claim as usize)?.as_ref()
    }

    /// A string that is not empty.
    pub(super) fn text(&self, claim: Claim) -> Result<Option<&str>, TokenError> {
        self.checked(claim, |seen| seen.as_text().filter(|text| !text.is_empty()))
    }

    /// An array of strings.
    pub(super) fn strings(&self, claim: Claim) -> Result<&[Cow<'a, str>], TokenError> {
        let strings = self.checked(claim, |seen| match seen {
            Seen::Texts(texts) => Some(texts.as_slice()),
            _ => None,
        })?;
        Ok(strings.unwrap_or_default())
    }

    /// A string of words, or an array of strings.
    pub(super) fn scopes(&self, claim: Claim) -> Result<Option<Scopes<'_>>, TokenError> {
        self.checked(claim, |seen| match seen {
            Seen::Text(text) => Some(Scopes::Words(text)),
            Seen::Texts(texts) => Some(Scopes::List(texts)),
            _ => None,
        })
    }

    /// A `NumericDate` that the system clock can express.
    pub(super) fn instant(&self, claim: Claim) -> Result<Option<SystemTime>, TokenError> {
        self.checked(claim, |seen| match seen {
            Seen::Number(seconds) => {
                UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(*seconds).ok()?)
            }
            _ => None,
        })
    }

    fn time(&self, claim: Claim) -> Result<Option<f64>, TokenError> {
        self.checked(claim, |seen| match seen {
            Seen::Number(seconds) => Some(*seconds),
            _ => None,
        })
    }

    /// One audience or several, but not none.
    fn is_for(&self, audience: &str) -> Result<bool, TokenError> {
        let found = self.checked(Claim::Audience, |seen| match seen {
            Seen::Text(text) => Some(text == audience),
            Seen::Texts(texts) if !texts.is_empty() => {
                Some(texts.iter().any(|text| text == audience))
            }
            _ => None,
        })?;
        Ok(found == Some(true))
    }

    fn checked<'s, T>(
        &'s self,
        claim: Claim,
        check: impl FnOnce(&'s Seen<'a>) -> Option<T>,
    ) -> Result<Option<T>, TokenError> {
        let malformed = || TokenError::MalformedClaim(self.rules.name(claim));
        self.get(claim).map(|seen| check(seen).ok_or_else(malformed)).transpose()
    }
}

impl<'a> Members<'a> for Claims<'a> {
    fn place(&mut self, name: &str) -> Option<&mut Option<Seen<'a>>> {
        let claim = self.rules.claim(name)?;
        self.seen.get_mut(claim as usize)
    }
}

impl Rejected {
    /// The error of a token with such a part.
    pub(super) fn of(self, part: Part) -> TokenError {
        match self {
            Self::NotAnObject => TokenError::NotAnObject(part),
            Self::Duplicate => TokenError::DuplicateMember(part),
        }
    }
}
