//! Back-channel logout: the provider tells us that a session has ended (OpenID Connect Back-Channel
//! Logout 1.0).

use std::borrow::Cow;
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::json;

use super::Oidc;
use super::logout_token;
use super::spent::{Claim, NotClaimed};
use crate::audit::AuditEvent;
use crate::outage::Outage;
use crate::store::ProviderSession;

/// How long ending sessions may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why no session was ended.
enum NotEnded {
    Refused(&'static str),
    Unavailable(Outage, Cow<'static, str>),
}

impl Oidc {
    /// Answers the logout request of the provider called `provider`, with the body `body`. `end` ends
    /// our sessions that came from the one that it names, by
    /// [`SessionStore::end_of_provider`](crate::store::SessionStore::end_of_provider), and says how
    /// many.
    ///
    /// 200 when they are ended, also when there were none; 400 to a request or a token that is not
    /// good; 503 where the sessions or the provider's keys are out of reach, after which the same
    /// token may come again.
    ///
    /// The route is public: the token is its credential.
    ///
    /// ```standalone_crate
    /// # use portcullis::Permissions;
    /// # #[derive(Permissions, Clone, Copy, PartialEq, Eq)] #[permissions(no_roles)]
    /// # enum Permission { #[permission("a:b")] A }
    /// use actix_web::{HttpRequest, HttpResponse, post, web};
    /// use portcullis::authn::oidc::Oidc;
    /// use portcullis::public;
    /// use portcullis::store::{MemoryStore, ProviderSession, SessionStore as _};
    ///
    /// #[public(reason = "the logout token is the credential")]
    /// #[post("/login/example/logout")]
    /// async fn logged_out(
    ///     oidc: web::Data<Oidc>,
    ///     sessions: web::Data<MemoryStore>,
    ///     request: HttpRequest,
    ///     body: web::Bytes,
    /// ) -> HttpResponse {
    ///     let end = async |session: &ProviderSession| {
    ///         Ok(sessions.end_of_provider(session).await?.len())
    ///     };
    ///     oidc.back_channel_logout("example", &request, &body, end).await
    /// }
    /// # fn main() {}
    /// ```
    pub async fn back_channel_logout(
        &self,
        provider: &str,
        request: &HttpRequest,
        body: &[u8],
        end: impl AsyncFnOnce(&ProviderSession) -> Result<usize, Outage>,
    ) -> HttpResponse {
        let mut answer = match self.try_logout(provider, request, body, end).await {
            Ok((session, ended)) => {
                self.record_ended(provider, &session, ended);
                HttpResponse::Ok().finish()
            }
            Err(NotEnded::Refused(cause)) => {
                self.record_refused(provider, cause);
                // Section 2.8 takes the codes of RFC 6749.
                HttpResponse::BadRequest().json(json!({ "error": "invalid_request" }))
            }
            Err(NotEnded::Unavailable(outage, cause)) => {
                self.record_refused(provider, &cause);
                outage.problem().respond()
            }
        };
        answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        answer
    }

    async fn try_logout(
        &self,
        provider: &str,
        request: &HttpRequest,
        body: &[u8],
        end: impl AsyncFnOnce(&ProviderSession) -> Result<usize, Outage>,
    ) -> Result<(ProviderSession, usize), NotEnded> {
        let token = token_of(request, body).map_err(NotEnded::Refused)?;
        let (session, claim) = self.logged_out(provider, &token).await?;
        let ended = tokio::time::timeout(PATIENCE, end(&session)).await;
        let ended = ended.unwrap_or_else(|_| Err(Outage::of("the store of sessions")));
        let ended = ended.map_err(|outage| {
            let cause = outage.to_string().into();
            NotEnded::Unavailable(outage, cause)
        })?;
        claim.keep();
        Ok((session, ended))
    }

    /// The session at the provider that has ended. The token can be used again when the claim is
    /// dropped: one that ended nothing must not be taken for a replay when it is sent anew.
    async fn logged_out(
        &self,
        name: &str,
        token: &str,
    ) -> Result<(ProviderSession, Claim<'_>), NotEnded> {
        let unknown = |_| NotEnded::Refused("there is no such provider");
        let connection = self.connection(name).map_err(unknown)?;
        let unanswered = |error: super::discovery::Unanswered| {
            let outage = Outage::of("the OpenID provider");
            NotEnded::Unavailable(outage, error.to_string().into())
        };
        let now = self.inner.clock.now();
        let discovered =
            connection.discovered(&self.inner.egress, now).await.map_err(unanswered)?;
        let verified = self
            .with_keys(connection, &discovered, |discovered| {
                logout_token::verify(token, connection, discovered, now)
            })
            .await;
        let token = verified.map_err(unanswered)?.map_err(NotEnded::Refused)?;
        let named = format!("{} {}", token.session.issuer, token.id);
        let claim = self.inner.logout_tokens.claim(&named, token.until, now);
        let claim = claim.map_err(|reason| match reason {
            NotClaimed::Again => NotEnded::Refused("the logout token was used before"),
            NotClaimed::Full => {
                let outage = Outage::of("the memory of logout tokens");
                NotEnded::Unavailable(outage, "it is full".into())
            }
        })?;
        Ok((token.session, claim))
    }

    fn record_ended(&self, provider: &str, session: &ProviderSession, ended: usize) {
        let event = AuditEvent::named("session_expired");
        let event = match session.subject.as_str() {
            "" => event,
            subject => event.subject(format!("{provider}|{subject}")),
        };
        let detail = format!("logged out at the OpenID provider `{provider}`: {ended} sessions");
        self.inner.audit.record(&event.detail(detail));
    }

    fn record_refused(&self, provider: &str, cause: &str) {
        let detail = format!("logout by the OpenID provider `{}`: {cause}", self.named(provider));
        self.inner.audit.record(&AuditEvent::named("authn_logout_fail").detail(detail));
    }
}

/// The one logout token of a form (section 2.5).
fn token_of(request: &HttpRequest, body: &[u8]) -> Result<String, &'static str> {
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = media_type.and_then(|value| value.split(';').next()).map(str::trim);
    if !essence.is_some_and(|one| one.eq_ignore_ascii_case("application/x-www-form-urlencoded")) {
        return Err("the request is no form");
    }
    let mut tokens = form_urlencoded::parse(body).filter(|(name, _)| name == "logout_token");
    match (tokens.next(), tokens.next()) {
        (Some((_, token)), None) => Ok(token.into_owned()),
        _ => Err("the form has not one logout token"),
    }
}
