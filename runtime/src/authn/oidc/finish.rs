//! The second half of a login: the browser is back, and everything is checked.

use actix_web::HttpRequest;
use openidconnect::{AuthorizationCode, OAuth2TokenResponse as _, PkceCodeVerifier, TokenResponse};
use subtle::ConstantTimeEq as _;

use super::callback::{self, Answer, Callback};
use super::connection::Connection;
use super::cookie::LOGIN;
use super::discovery::Discovered;
use super::exchange::{client, exchange};
use super::id_token::{self, Expected};
use super::pending::Pending;
use super::spent::NotClaimed;
use super::{LoginError, Oidc, OidcLogin};
use crate::audit::AuditEvent;
use crate::outage::Outage;

impl Oidc {
    /// Ends a login with what the browser brings to the redirect URI of the provider called
    /// `provider`: the name that this route stands for, never one that the browser could choose.
    ///
    /// # Errors
    /// [`LoginError`] for everything that is not as it must be: it answers 400, or 503 where the
    /// provider does not answer.
    pub async fn finish(
        &self,
        provider: &str,
        request: &HttpRequest,
    ) -> Result<OidcLogin, LoginError> {
        match self.try_finish(provider, request).await {
            Ok(login) => {
                let event = AuditEvent::named("authn_login_success");
                let event = event.subject(login.account_subject());
                self.inner.audit.record(&event.detail(format!("OpenID provider `{provider}`")));
                Ok(login)
            }
            Err(error) => {
                self.record_failure(provider, &error);
                Err(error)
            }
        }
    }

    async fn try_finish(&self, name: &str, request: &HttpRequest) -> Result<OidcLogin, LoginError> {
        let connection = self.connection(name)?;
        let now = self.inner.clock.now();
        let callback = callback::read(request.query_string()).map_err(LoginError::refused)?;
        let pending = self.pending(name, connection, request, &callback)?;
        let claim = self.inner.logins.claim(pending.state.secret(), pending.until(), now);
        let claim = claim.map_err(|reason| match reason {
            NotClaimed::Again => LoginError::refused("the login was finished before"),
            NotClaimed::Full => Outage::of("the memory of finished logins").into(),
        })?;
        let discovered = connection.discovered(&self.inner.egress, now).await;
        let discovered = discovered.map_err(LoginError::unavailable)?;
        check_issuer(connection, &discovered, callback.issuer.as_deref())?;
        let code = match callback.answer {
            Answer::Code(code) => code,
            Answer::Error(error) => return Err(LoginError::declined(&error)),
        };
        let login = self.redeem(name, connection, &discovered, pending, code).await?;
        claim.keep();
        Ok(login)
    }

    /// The login that this browser began, if the callback belongs to it.
    fn pending(
        &self,
        name: &str,
        connection: &Connection,
        request: &HttpRequest,
        callback: &Callback,
    ) -> Result<Pending, LoginError> {
        let must = |holds: bool, cause| holds.then_some(()).ok_or(LoginError::refused(cause));
        let sealed = LOGIN.of(request);
        let sealed = sealed.ok_or_else(|| LoginError::refused("no login is under way here"))?;
        let pending: Option<Pending> = self.inner.seal.open(LOGIN.name, sealed);
        let pending =
            pending.ok_or_else(|| LoginError::refused("the login's cookie is not ours"))?;
        let now = self.inner.clock.now();
        // It may have begun on another node, whose clock is not ours.
        let latest = now.checked_add(connection.provider.clock_skew);
        let is_past = latest.is_some_and(|latest| pending.began_at() <= latest);
        must(is_past && now < pending.until(), "the login has expired")?;
        let state = pending.state.secret().as_bytes();
        let is_same: bool = state.ct_eq(callback.state.as_bytes()).into();
        must(is_same, "`state` is not that of this browser's login")?;
        must(pending.provider == name, "the login began with another provider")?;
        Ok(pending)
    }

    /// Exchanges the code, and believes the ID token when all of it is good.
    async fn redeem(
        &self,
        name: &str,
        connection: &Connection,
        discovered: &std::sync::Arc<Discovered>,
        pending: Pending,
        code: AuthorizationCode,
    ) -> Result<OidcLogin, LoginError> {
        let client = client(connection, discovered);
        let copied = AuthorizationCode::new(code.secret().clone());
        let verifier = PkceCodeVerifier::new(pending.verifier.secret().clone());
        let answer = exchange(&client, copied, verifier, &self.inner.egress).await?;
        let token = answer.id_token();
        let token = token.ok_or_else(|| LoginError::refused("the provider gave no ID token"))?;
        let expected = Expected {
            connection,
            pending: &pending,
            code: &code,
            access_token: answer.access_token(),
            now: self.inner.clock.now(),
        };
        let verify = |discovered: &Discovered| id_token::verify(token, discovered, &expected);
        let claims = self.with_keys(connection, discovered, verify).await;
        let claims = claims.map_err(LoginError::unavailable)?.map_err(LoginError::refused)?;
        OidcLogin::new(name, claims, token.to_string().into(), pending.return_to.clone())
            .map_err(LoginError::refused)
    }
}

/// Whether the answer comes from the provider that was asked (RFC 9207 section 2.4).
fn check_issuer(
    connection: &Connection,
    discovered: &Discovered,
    named: Option<&str>,
) -> Result<(), LoginError> {
    match named {
        Some(named) if named == connection.provider.issuer => Ok(()),
        Some(_) => Err(LoginError::refused("`iss` names another provider")),
        None if discovered.names_itself() => {
            Err(LoginError::refused("`iss` is missing although the provider always sends it"))
        }
        None => Ok(()),
    }
}
