//! `OidcLogin`: who logged in, as the provider says.

use core::fmt;
use std::time::SystemTime;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY, SET_COOKIE};
use secrecy::SecretString;
use serde_json::{Map, Value};

use super::compact::{self, Cause};
use super::cookie::LOGIN;
use crate::store::ProviderSession;

/// A login that succeeded: all of it is verified.
#[derive(Clone)]
pub struct OidcLogin {
    provider: String,
    session: ProviderSession,
    methods: Vec<String>,
    acr: Option<String>,
    authenticated_at: Option<SystemTime>,
    claims: Map<String, Value>,
    id_token: SecretString,
    return_to: String,
}

impl OidcLogin {
    /// From the claims of a verified token.
    pub(super) fn new(
        provider: &str,
        claims: Map<String, Value>,
        id_token: SecretString,
        return_to: String,
    ) -> Result<Self, Cause> {
        let required = |name| compact::text(&claims, name)?.ok_or("a claim is missing");
        let session = ProviderSession {
            issuer: required("iss")?,
            subject: required("sub")?,
            sid: compact::text(&claims, "sid")?,
        };
        let methods = claims.get("amr").and_then(Value::as_array).into_iter().flatten();
        let methods = methods.filter_map(Value::as_str).map(str::to_owned).collect();
        Ok(Self {
            provider: provider.to_owned(),
            session,
            methods,
            acr: compact::text(&claims, "acr")?,
            authenticated_at: compact::time(&claims, "auth_time")?,
            claims,
            id_token,
            return_to,
        })
    }

    /// The name of the provider in our configuration.
    pub fn provider(&self) -> &str {
        &self.provider
    }

    /// The provider's `iss`.
    pub fn issuer(&self) -> &str {
        &self.session.issuer
    }

    /// The provider's `sub`: unique for this provider only. See
    /// [`account_subject`](Self::account_subject).
    pub fn subject(&self) -> &str {
        &self.session.subject
    }

    /// The provider's `sid`, where it has one.
    pub fn sid(&self) -> Option<&str> {
        self.session.sid.as_deref()
    }

    /// A subject that no other end user of any provider has: the provider's name, `|` and its `sub`.
    pub fn account_subject(&self) -> String {
        format!("{}|{}", self.provider, self.session.subject)
    }

    /// The session at the provider, for the session here: by it back-channel logout ends ours.
    pub fn provider_session(&self) -> &ProviderSession {
        &self.session
    }

    /// How the end user authenticated (`amr`, RFC 8176).
    pub fn methods(&self) -> &[String] {
        &self.methods
    }

    /// The authentication context (`acr`).
    pub fn acr(&self) -> Option<&str> {
        self.acr.as_deref()
    }

    /// When the end user authenticated, where the provider says (`auth_time`). Where it does not, the
    /// login proves nothing about that.
    pub fn authenticated_at(&self) -> Option<SystemTime> {
        self.authenticated_at
    }

    /// All verified claims.
    pub fn claims(&self) -> &Map<String, Value> {
        &self.claims
    }

    /// The ID token itself, for [`EndSession::id_token_hint`](super::EndSession::id_token_hint). It is
    /// a secret: keep it where the session is kept, or not at all.
    pub fn id_token(&self) -> &SecretString {
        &self.id_token
    }

    /// Where the browser goes now: the path that the login began with.
    pub fn return_to(&self) -> &str {
        &self.return_to
    }

    /// Sends the browser there (303) and has it forget the login. The app adds the cookie of its
    /// session.
    pub fn redirect(&self) -> HttpResponse {
        let mut answer = HttpResponse::SeeOther();
        answer
            .insert_header((LOCATION, self.return_to.as_str()))
            .insert_header((CACHE_CONTROL, "no-store"))
            .insert_header((REFERRER_POLICY, "no-referrer"));
        if let Some(forgotten) = LOGIN.forget() {
            answer.append_header((SET_COOKIE, forgotten));
        }
        answer.finish()
    }
}

/// Claims are left out: they hold personal data. So is the token.
impl fmt::Debug for OidcLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcLogin")
            .field("provider", &self.provider)
            .field("session", &self.session)
            .field("methods", &self.methods)
            .field("acr", &self.acr)
            .field("authenticated_at", &self.authenticated_at)
            .finish_non_exhaustive()
    }
}
