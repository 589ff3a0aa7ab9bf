//! RP-initiated logout: the browser ends its session at the provider too (OpenID Connect
//! RP-Initiated Logout 1.0).

use std::time::SystemTime;

use actix_web::http::header::{CACHE_CONTROL, LOCATION, SET_COOKIE};
use actix_web::{HttpRequest, HttpResponse};
use openidconnect::{ClientId, CsrfToken, EndSessionUrl, LogoutRequest, PostLogoutRedirectUrl};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;

use super::begin::redirect;
use super::cookie::LOGOUT;
use super::pending::LIFETIME;
use super::return_to::is_own_path;
use super::{LoginError, Oidc};
use crate::clock::{of_millis, to_millis};
use crate::outage::Outage;
use crate::random;

/// What is asked of one logout.
#[derive(Clone, Debug)]
#[must_use]
pub struct EndSession {
    return_to: String,
    id_token_hint: Option<SecretString>,
}

impl EndSession {
    /// A logout that ends at `return_to`, a path of this app.
    pub fn to(return_to: impl Into<String>) -> Self {
        Self { return_to: return_to.into(), id_token_hint: None }
    }

    /// Who logs out, by the ID token of the login. Without it a provider asks the end user.
    pub fn id_token_hint(mut self, token: SecretString) -> Self {
        self.id_token_hint = Some(token);
        self
    }
}

/// A logout that was begun, as it waits in the browser's cookie.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Ending {
    #[serde(rename = "s")]
    state: CsrfToken,
    #[serde(rename = "r")]
    return_to: String,
    #[serde(rename = "t")]
    began_at: i64,
}

impl Ending {
    fn is_under_way(&self, now: SystemTime) -> bool {
        now.duration_since(of_millis(self.began_at)).is_ok_and(|age| age < LIFETIME)
    }
}

impl Oidc {
    /// Sends the browser to the provider to log out there (303); the app has ended its own session
    /// before. The provider sends it back to
    /// [`post_logout_redirect_uri`](super::Provider::post_logout_redirect_uri), whose route calls
    /// [`ended`](Self::ended). A provider that offers no logout is passed over.
    ///
    /// # Errors
    /// [`LoginError`] when there is no such provider, it does not answer, or `return_to` is no path of
    /// this app.
    pub async fn end_session(
        &self,
        provider: &str,
        request: EndSession,
    ) -> Result<HttpResponse, LoginError> {
        let connection = self.connection(provider)?;
        if !is_own_path(&request.return_to) {
            return Err(LoginError::refused("`return_to` is no path of this app"));
        }
        let now = self.inner.clock.now();
        let discovered = connection.discovered(&self.inner.egress, now).await;
        let discovered = discovered.map_err(LoginError::unavailable)?;
        let Some(endpoint) = discovered.end_session_endpoint() else {
            return Ok(back(&request.return_to));
        };
        let state = CsrfToken::new(random::secret()?.expose_secret().to_owned());
        let own_uri = connection.provider.post_logout_redirect_uri.clone();
        let own_uri = own_uri.map(PostLogoutRedirectUrl::new).transpose();
        let endpoint = EndSessionUrl::new(endpoint.to_owned()).map_err(LoginError::unavailable)?;
        let mut asked = LogoutRequest::from(endpoint)
            .set_client_id(ClientId::new(connection.provider.client_id.clone()));
        if let Some(own_uri) = own_uri.map_err(LoginError::unavailable)? {
            let copied = CsrfToken::new(state.secret().clone());
            asked = asked.set_post_logout_redirect_uri(own_uri).set_state(copied);
        }
        let mut url = asked.http_get_url();
        if let Some(hint) = &request.id_token_hint {
            url.query_pairs_mut().append_pair("id_token_hint", hint.expose_secret());
        }
        let ending = Ending { state, return_to: request.return_to, began_at: to_millis(now) };
        let sealed = self.inner.seal.close(LOGOUT.name, &ending);
        redirect(url.as_str(), LOGOUT, sealed.as_deref())
    }

    /// Sends a browser that comes back from a logout where it began with (303).
    ///
    /// # Errors
    /// [`LoginError`] when no logout of this browser is under way, or `state` is not that of it.
    pub fn ended(&self, request: &HttpRequest) -> Result<HttpResponse, LoginError> {
        let query = form_urlencoded::parse(request.query_string().as_bytes());
        let mut states = query.filter(|(name, _)| name == "state").map(|(_, state)| state);
        let ending = LOGOUT.of(request);
        let ending = ending.and_then(|sealed| self.inner.seal.open::<Ending>(LOGOUT.name, sealed));
        let now = self.inner.clock.now();
        match (ending, states.next(), states.next()) {
            (Some(ending), Some(state), None)
                if ending.is_under_way(now)
                    && bool::from(ending.state.secret().as_bytes().ct_eq(state.as_bytes())) =>
            {
                Ok(back(&ending.return_to))
            }
            _ => Err(LoginError::refused("no such logout is under way here")),
        }
    }
}

fn back(return_to: &str) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((LOCATION, return_to)).insert_header((CACHE_CONTROL, "no-store"));
    if let Some(forgotten) = LOGOUT.forget() {
        answer.insert_header((SET_COOKIE, forgotten));
    }
    answer.finish()
}

impl From<openidconnect::url::ParseError> for LoginError {
    fn from(_: openidconnect::url::ParseError) -> Self {
        Outage::of("the OpenID provider").into()
    }
}
