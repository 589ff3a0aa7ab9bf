//! `Provider`: an OpenID provider as the configuration describes it.

use std::time::Duration;

use openidconnect::core::{CoreAuthPrompt, CoreJwsSigningAlgorithm};
use secrecy::SecretString;

use crate::authn::jwt::Algorithm;

/// An OpenID provider that logs people in, and this app as its client.
///
/// Everything is validated in [`OidcBuilder::build`](super::OidcBuilder::build), together.
///
/// ```
/// use portcullis::authn::oidc::Provider;
///
/// let secret = "from the provider's console, by way of the environment";
/// let provider = Provider::new(
///     "https://accounts.example",
///     "my-app",
///     "https://app.example/login/callback",
/// )
/// .client_secret(secret.into())
/// .scope("email");
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Provider {
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) client_secret: Option<SecretString>,
    pub(super) redirect_uri: String,
    pub(super) post_logout_redirect_uri: Option<String>,
    pub(super) scopes: Vec<String>,
    pub(super) algorithms: Vec<Algorithm>,
    pub(super) audiences: Vec<String>,
    pub(super) wishes: Wishes,
    pub(super) clock_skew: Duration,
    pub(super) loopback_reason: Option<&'static str>,
}

/// How the end user is to be authenticated.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    pub(super) max_age: Option<Duration>,
    pub(super) acr_values: Vec<String>,
    pub(super) prompt: Option<Prompt>,
}

/// What the provider is to ask the end user (OpenID Connect Core section 3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Nothing: who is not logged in there comes back with the error `login_required`.
    None,
    /// To authenticate again.
    Login,
    /// To consent again.
    Consent,
    /// Which account it is to be.
    SelectAccount,
}

impl Prompt {
    pub(super) fn backend(self) -> CoreAuthPrompt {
        match self {
            Self::None => CoreAuthPrompt::None,
            Self::Login => CoreAuthPrompt::Login,
            Self::Consent => CoreAuthPrompt::Consent,
            Self::SelectAccount => CoreAuthPrompt::SelectAccount,
        }
    }
}

impl Provider {
    /// The provider whose discovery document lies below `issuer`, which knows this app as
    /// `client_id` and sends browsers back to `redirect_uri`, to the letter.
    ///
    /// Each provider has a redirect URI of its own, and a route of its own that calls
    /// [`finish`](super::Oidc::finish) with its name (RFC 9700 section 4.4.2).
    pub fn new(
        issuer: impl Into<String>,
        client_id: impl Into<String>,
        redirect_uri: impl Into<String>,
    ) -> Self {
        Self {
            issuer: issuer.into(),
            client_id: client_id.into(),
            client_secret: None,
            redirect_uri: redirect_uri.into(),
            post_logout_redirect_uri: None,
            scopes: Vec::new(),
            algorithms: vec![Algorithm::RS256, Algorithm::ES256, Algorithm::EdDSA],
            audiences: Vec::new(),
            wishes: Wishes::default(),
            clock_skew: Duration::from_secs(30),
            loopback_reason: None,
        }
    }

    /// The secret of a confidential client.
    pub fn client_secret(mut self, secret: SecretString) -> Self {
        self.client_secret = Some(secret);
        self
    }

    /// Where the provider sends browsers after [`end_session`](super::Oidc::end_session).
    pub fn post_logout_redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.post_logout_redirect_uri = Some(uri.into());
        self
    }

    /// Asks for one more scope than `openid`.
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// The algorithms that tokens may be signed with: RS256, ES256 and `EdDSA` unless set. Symmetric
    /// ones are refused.
    pub fn algorithms(mut self, algorithms: impl IntoIterator<Item = Algorithm>) -> Self {
        self.algorithms = algorithms.into_iter().collect();
        self
    }

    /// Accepts tokens that are for `audience` too. A token for another audience beside this client is
    /// refused otherwise (OpenID Connect Core section 3.1.3.7).
    pub fn trust_audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// How long ago the end user may have authenticated (`max_age`). The token must then say when it
    /// was.
    pub fn max_age(mut self, age: Duration) -> Self {
        self.wishes.max_age = Some(age);
        self
    }

    /// Asks for one of these authentication contexts, and refuses tokens with another `acr`.
    pub fn acr_values<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.wishes.acr_values = values.into_iter().map(Into::into).collect();
        self
    }

    /// What the end user is asked.
    pub fn prompt(mut self, prompt: Prompt) -> Self {
        self.wishes.prompt = Some(prompt);
        self
    }

    /// How far the provider's clock may be from ours: 30 seconds unless set, at most five minutes.
    pub fn clock_skew(mut self, skew: Duration) -> Self {
        self.clock_skew = skew;
        self
    }

    /// Allows plain http where the host is `localhost`, `127.0.0.1` or `[::1]`: for the redirect URIs
    /// and the provider's endpoints, in development. Our own calls there need an
    /// [`Egress`](crate::egress::Egress) that allows it too. `reason` is logged.
    pub fn danger_allow_loopback_http(mut self, reason: &'static str) -> Self {
        self.loopback_reason = Some(reason);
        self
    }

    /// The accepted algorithms as the backend calls them.
    pub(super) fn signing_algorithms(&self) -> impl Iterator<Item = CoreJwsSigningAlgorithm> {
        self.algorithms.iter().filter_map(|algorithm| backend(*algorithm))
    }

    /// Whether a token may be for `audience` beside this client.
    pub(super) fn trusts_audience(&self, audience: &str) -> bool {
        self.audiences.iter().any(|trusted| trusted == audience)
    }
}

/// What the backend calls `algorithm`; none for those that need a shared secret.
pub(super) fn backend(algorithm: Algorithm) -> Option<CoreJwsSigningAlgorithm> {
    Some(match algorithm {
        Algorithm::RS256 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
        Algorithm::RS384 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
        Algorithm::RS512 => CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
        Algorithm::PS256 => CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        Algorithm::PS384 => CoreJwsSigningAlgorithm::RsaSsaPssSha384,
        Algorithm::PS512 => CoreJwsSigningAlgorithm::RsaSsaPssSha512,
        Algorithm::ES256 => CoreJwsSigningAlgorithm::EcdsaP256Sha256,
        Algorithm::ES384 => CoreJwsSigningAlgorithm::EcdsaP384Sha384,
        Algorithm::EdDSA => CoreJwsSigningAlgorithm::EdDsa,
        Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => return None,
    })
}
