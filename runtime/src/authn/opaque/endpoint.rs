//! `Endpoint`: the question to the issuer (RFC 7662 section 2.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Request, StatusCode};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value};

use crate::authn::jwt::unique_json::parse_object;
use crate::egress::{Egress, EgressError};

/// Why an answer tells nothing. Nothing of the token, the secret or the answer is in it.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unanswered {
    #[error("{0}")]
    Call(#[from] EgressError),
    #[error("the client's own credentials are refused")]
    Credentials,
    #[error("answered with status {0}")]
    Status(u16),
    #[error("the answer is not a JSON object with unique members and a boolean `active`")]
    Malformed,
    #[error("the system clock is before 1970")]
    Clock,
}

impl Unanswered {
    /// Whether the issuer is out of order, rather than of another opinion than we.
    pub(super) fn is_outage(&self) -> bool {
        match self {
            Self::Call(error) => matches!(
                error,
                EgressError::NoAddress
                    | EgressError::Connect(_)
                    | EgressError::Timeout
                    | EgressError::Broken
            ),
            Self::Status(status) => *status >= 500,
            Self::Credentials | Self::Malformed | Self::Clock => false,
        }
    }
}

pub(super) struct Endpoint {
    url: String,
    authorization: SecretString,
    egress: Egress,
}

impl Endpoint {
    /// Id and secret are encoded as in a form before they are joined (RFC 6749 section 2.3.1).
    pub(super) fn new(url: String, id: &str, secret: &SecretString, egress: Egress) -> Self {
        let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect();
        let (id, secret): (String, String) = (encoded(id), encoded(secret.expose_secret()));
        let authorization = format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")));
        Self { url, authorization: authorization.into(), egress }
    }

    /// Where it is, without the query.
    pub(super) fn name(&self) -> &str {
        self.url.split(['?', '#']).next().unwrap_or_default()
    }

    pub(super) fn escape_hatches(&self) -> Vec<String> {
        self.egress.escape_hatches()
    }

    pub(super) async fn ask(&self, token: &SecretString) -> Result<Map<String, Value>, Unanswered> {
        let request = self.request(token).ok_or(EgressError::Url)?;
        let answer = self.egress.send(request).await?;
        match answer.status() {
            StatusCode::OK => parse_object(answer.body()).map_err(|_| Unanswered::Malformed),
            StatusCode::UNAUTHORIZED => Err(Unanswered::Credentials),
            status => Err(Unanswered::Status(status.as_u16())),
        }
    }

    fn request(&self, token: &SecretString) -> Option<Request<Vec<u8>>> {
        let mut authorization = HeaderValue::try_from(self.authorization.expose_secret()).ok()?;
        authorization.set_sensitive(true);
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("token", token.expose_secret())
            .append_pair("token_type_hint", "access_token")
            .finish();
        Request::post(&self.url)
            .header(AUTHORIZATION, authorization)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.into_bytes())
            .ok()
    }
}
