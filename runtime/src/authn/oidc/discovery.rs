//! What a provider says about itself, fetched and checked (OpenID Connect Discovery section 4).

use std::time::SystemTime;

use http::StatusCode;
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm,
    CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, JsonWebKeySet, ProviderMetadata};
use serde::{Deserialize, Serialize};

use super::builder::usable;
use super::keys;
use super::provider::Provider;
use crate::egress::{Egress, EgressError};

/// The members of the discovery document that OpenID Connect Core does not know.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct More {
    /// RP-Initiated Logout section 2.1.
    #[serde(default)]
    pub(super) end_session_endpoint: Option<String>,
    /// RFC 9207 section 3.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: Option<bool>,
    /// RFC 8414 section 2.
    #[serde(default)]
    pub(super) code_challenge_methods_supported: Option<Vec<String>>,
}

impl AdditionalProviderMetadata for More {}

pub(super) type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// A provider as it was at one time: its document, with its keys.
#[derive(Debug)]
pub(super) struct Discovered {
    pub(super) metadata: Metadata,
    pub(super) fetched_at: SystemTime,
}

impl Discovered {
    /// Whether every answer of the provider names it (RFC 9207 section 2.3).
    pub(super) fn names_itself(&self) -> bool {
        let more = self.metadata.additional_metadata();
        more.authorization_response_iss_parameter_supported == Some(true)
    }

    /// Where a browser ends its session at the provider.
    pub(super) fn end_session_endpoint(&self) -> Option<&str> {
        self.metadata.additional_metadata().end_session_endpoint.as_deref()
    }
}

/// Why a provider does not help. For logs: holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unanswered {
    #[error("{0}")]
    Egress(#[from] EgressError),
    #[error("it answered with status {0}")]
    Status(u16),
    #[error("its {0}")]
    Document(&'static str),
    #[error("it failed a moment ago: {0}")]
    Lately(String),
}

/// Fetches the discovery document and the keys of `provider`.
pub(super) async fn fetch(
    egress: Egress,
    provider: Provider,
    now: SystemTime,
) -> Result<Discovered, Unanswered> {
    let home = provider.issuer.trim_end_matches('/');
    let document = get(&egress, &format!("{home}/.well-known/openid-configuration")).await?;
    let metadata: Metadata = serde_json::from_slice(&document)
        .map_err(|_| Unanswered::Document("discovery document is malformed"))?;
    check(&metadata, &provider)?;
    let keys = keys::read(&get(&egress, metadata.jwks_uri().as_str()).await?)
        .ok_or(Unanswered::Document("key set is malformed"))?;
    let metadata = metadata.set_jwks(JsonWebKeySet::new(keys));
    Ok(Discovered { metadata, fetched_at: now })
}

fn check(metadata: &Metadata, provider: &Provider) -> Result<(), Unanswered> {
    let must = |holds: bool, otherwise| holds.then_some(()).ok_or(Unanswered::Document(otherwise));
    // Without this one provider could speak for another (OpenID Connect Discovery section 4.3).
    must(**metadata.issuer() == provider.issuer, "discovery document names another issuer")?;
    let more = metadata.additional_metadata();
    let token_endpoint = metadata.token_endpoint().map(|url| url.as_str());
    must(token_endpoint.is_some(), "discovery document names no token endpoint")?;
    let endpoints = [metadata.authorization_endpoint().as_str(), metadata.jwks_uri().as_str()];
    let mut endpoints =
        endpoints.into_iter().chain(token_endpoint).chain(more.end_session_endpoint.as_deref());
    must(endpoints.all(|url| usable(url, provider).is_some()), "endpoints are not https")?;
    let methods = more.code_challenge_methods_supported.as_ref();
    let has_pkce = methods.is_none_or(|methods| methods.iter().any(|method| method == "S256"));
    must(has_pkce, "discovery document names PKCE methods without `S256`")
}

async fn get(egress: &Egress, url: &str) -> Result<Vec<u8>, Unanswered> {
    let answer = egress.get(url).await?;
    match answer.status() {
        StatusCode::OK => Ok(answer.into_body()),
        status => Err(Unanswered::Status(status.as_u16())),
    }
}
