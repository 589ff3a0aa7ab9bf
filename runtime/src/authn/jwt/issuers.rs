//! `Issuers`: tokens of several issuers in one header.

use std::borrow::Cow;

use actix_web::HttpRequest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::config_error::{ConfigError, ConfigProblem};
use super::{Jwt, transport};
use crate::authn::{Authentication, Authenticator, Outcome, Refusal};
use crate::inventory::AuthenticatorInfo;
use crate::vocabulary::Vocabulary;

/// Authenticates requests by a bearer token of one of several issuers.
///
/// The token's `iss` picks the verifier before anything is verified; that verifier then checks the
/// signature with its own keys, and that `iss` is its own (RFC 8725 section 3.8). A token of another
/// issuer is refused. Subjects of different issuers may be alike: give each but one's own a
/// [`subject_prefix`](super::JwtBuilder::subject_prefix). Two [`Jwt`] side by side in one [`Security`](crate::Security) would refuse
/// everything, since both read the same header.
///
/// ```
/// # use portcullis::authn::jwt::{ConfigError, Issuers, Jwt, Key};
/// # fn main() -> Result<(), ConfigError> {
/// # let (ours, theirs) = (Key::hs256(vec![1; 32].into()), Key::hs256(vec![2; 32].into()));
/// let issuers = Issuers::of([
///     Jwt::access_tokens("https://ours.example", "my-api").key(ours).build()?,
///     Jwt::bearer("https://theirs.example", "my-api").subject_prefix("theirs|").key(theirs).build()?,
/// ])?;
/// # drop(issuers);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Issuers {
    verifiers: Vec<Jwt>,
}

/// All that is read of an unverified token; a second `iss` is an error.
#[derive(Deserialize)]
struct Unverified<'a> {
    #[serde(borrow)]
    iss: Cow<'a, str>,
}

impl Issuers {
    /// Those of `verifiers`, one for each issuer.
    ///
    /// # Errors
    /// [`ConfigError`] when there is none, or two have the same issuer.
    pub fn of(verifiers: impl IntoIterator<Item = Jwt>) -> Result<Self, ConfigError> {
        let mut problems = Vec::new();
        let mut distinct: Vec<Jwt> = Vec::new();
        for verifier in verifiers {
            let issuer = verifier.issuer();
            if distinct.iter().any(|known| known.issuer() == issuer) {
                problems.push(ConfigProblem::DuplicateIssuer(issuer.to_owned()));
            }
            distinct.push(verifier);
        }
        if distinct.is_empty() {
            problems.push(ConfigProblem::NoIssuer);
        }
        ConfigError::check(problems)?;
        Ok(Self { verifiers: distinct })
    }

    pub(in crate::authn) fn authenticate_token<P: Vocabulary>(
        &self,
        token: &str,
    ) -> Authentication<P> {
        match self.verifier(token) {
            Ok(verifier) => verifier.authenticate_token(token),
            Err(cause) => Outcome::Refused(Refusal::invalid_token(cause)).into(),
        }
    }

    fn verifier(&self, token: &str) -> Result<&Jwt, &'static str> {
        let longest = self.verifiers.iter().map(|verifier| verifier.verifier.max_length).max();
        if longest.is_none_or(|longest| token.len() > longest) {
            return Err("the token is too long");
        }
        let payload = token
            .split('.')
            .nth(1)
            .and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok())
            .ok_or("the token has no payload that can be read")?;
        let Unverified { iss } =
            serde_json::from_slice(&payload).map_err(|_| "the token does not name its issuer")?;
        self.verifiers
            .iter()
            .find(|verifier| verifier.issuer() == iss)
            .ok_or("the token is of an unknown issuer")
    }
}

impl Jwt {
    fn issuer(&self) -> &str {
        &self.verifier.rules.issuer
    }
}

/// The only issuer.
impl From<Jwt> for Issuers {
    fn from(verifier: Jwt) -> Self {
        Self { verifiers: vec![verifier] }
    }
}

impl<P: Vocabulary> Authenticator<P> for Issuers {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<P> {
        match transport::bearer_token(request) {
            Ok(None) => Authentication::Done(Outcome::Anonymous),
            Ok(Some(token)) => self.authenticate_token(token),
            Err(refusal) => Authentication::Done(Outcome::Refused(refusal)),
        }
    }

    fn describe(&self) -> AuthenticatorInfo {
        self.description()
    }
}

impl Issuers {
    pub(in crate::authn) fn description(&self) -> AuthenticatorInfo {
        AuthenticatorInfo::either(self.verifiers.iter().map(Jwt::description))
    }
}
