//! The first half of a login: the browser goes to the provider, with what binds the answer to it.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY, SET_COOKIE};
use openidconnect::core::CoreResponseType;
use openidconnect::{
    AuthenticationContextClass, AuthenticationFlow, CsrfToken, LoginHint, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, Scope,
};
use secrecy::{ExposeSecret as _, SecretString};

use super::cookie::{Cookie, LOGIN};
use super::exchange::client;
use super::pending::{LIFETIME, Pending, Secrets};
use super::provider::{Prompt, Wishes};
use super::return_to::is_own_path;
use super::{LoginError, Oidc};
use crate::outage::Outage;
use crate::random;

/// What is asked of one login. What is not set is as the [`Provider`](super::Provider) says.
#[derive(Clone, Debug)]
#[must_use]
pub struct LoginRequest {
    return_to: String,
    wishes: Wishes,
    login_hint: Option<String>,
}

impl LoginRequest {
    /// A login that ends at `return_to`, a path of this app, which a client may have named: one that
    /// leads elsewhere is refused when the login begins.
    pub fn to(return_to: impl Into<String>) -> Self {
        Self { return_to: return_to.into(), wishes: Wishes::default(), login_hint: None }
    }

    /// How long ago the end user may have authenticated; for step-up (RFC 9470).
    pub fn max_age(mut self, age: Duration) -> Self {
        self.wishes.max_age = Some(age);
        self
    }

    /// The authentication contexts of which the login must have one; for step-up (RFC 9470).
    pub fn acr_values<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.wishes.acr_values = values.into_iter().map(Into::into).collect();
        self
    }

    /// What the end user is asked.
    pub fn prompt(mut self, prompt: Prompt) -> Self {
        self.wishes.prompt = Some(prompt);
        self
    }

    /// Who will probably log in, for example an address of e-mail.
    pub fn login_hint(mut self, hint: impl Into<String>) -> Self {
        self.login_hint = Some(hint.into());
        self
    }
}

impl Oidc {
    /// Sends the browser to the provider called `provider` (303), and has it keep, sealed and for ten
    /// minutes, what the answer must agree with. A browser has one login under way: the one that it
    /// began last.
    ///
    /// # Errors
    /// [`LoginError`] when there is no such provider, it does not answer, or `return_to` is no path
    /// of this app.
    pub async fn begin(
        &self,
        provider: &str,
        request: LoginRequest,
    ) -> Result<HttpResponse, LoginError> {
        let begun = self.try_begin(provider, request).await;
        begun.inspect_err(|error| self.record_failure(provider, error))
    }

    async fn try_begin(
        &self,
        name: &str,
        request: LoginRequest,
    ) -> Result<HttpResponse, LoginError> {
        let connection = self.connection(name)?;
        if !is_own_path(&request.return_to) {
            return Err(LoginError::refused("`return_to` is no path of this app"));
        }
        let now = self.inner.clock.now();
        let discovered = connection.discovered(&self.inner.egress, now).await;
        let discovered = discovered.map_err(LoginError::unavailable)?;
        let (provider, Secrets { state, nonce, verifier }) = (&connection.provider, secrets()?);
        let wishes = request.wishes.or(&provider.wishes);

        let client = client(connection, &discovered);
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let mut asked = client
            .authorize_url(flow, move || state, move || nonce)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(provider.scopes.iter().cloned().map(Scope::new));
        if let Some(age) = wishes.max_age {
            asked = asked.set_max_age(Duration::from_secs(age.as_secs()));
        }
        for value in &wishes.acr_values {
            asked = asked.add_auth_context_value(AuthenticationContextClass::new(value.clone()));
        }
        if let Some(prompt) = wishes.prompt {
            asked = asked.add_prompt(prompt.backend());
        }
        if let Some(hint) = request.login_hint {
            asked = asked.set_login_hint(LoginHint::new(hint));
        }
        let (url, state, nonce) = asked.url();
        let secrets = Secrets { state, nonce, verifier };
        let pending = Pending::new(name, secrets, request.return_to, wishes, now);
        let sealed = self.inner.seal.close(LOGIN.name, &pending);
        redirect(url.as_str(), LOGIN, sealed.as_deref())
    }
}

impl Wishes {
    /// These, and what they leave open as `others` say.
    fn or(self, others: &Self) -> Self {
        let acr_values =
            if self.acr_values.is_empty() { others.acr_values.clone() } else { self.acr_values };
        Self {
            max_age: self.max_age.or(others.max_age),
            acr_values,
            prompt: self.prompt.or(others.prompt),
        }
    }
}

/// A redirect (303) with a cookie that lives as long as what it is about.
pub(super) fn redirect(
    to: &str,
    cookie: Cookie,
    sealed: Option<&str>,
) -> Result<HttpResponse, LoginError> {
    let kept = sealed.and_then(|sealed| cookie.set(sealed, LIFETIME.as_secs()));
    let kept = kept.ok_or_else(|| Outage::of("the seal of cookies"))?;
    Ok(HttpResponse::SeeOther()
        .insert_header((LOCATION, to))
        .insert_header((SET_COOKIE, kept))
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .finish())
}

fn secrets() -> Result<Secrets, Outage> {
    let drawn = || random::secret().map(|secret: SecretString| secret.expose_secret().to_owned());
    Ok(Secrets {
        state: CsrfToken::new(drawn()?),
        nonce: Nonce::new(drawn()?),
        verifier: PkceCodeVerifier::new(drawn()?),
    })
}
