//! The client of a provider, and the exchange of a code for tokens.

use http::{Response, StatusCode};
use openidconnect::core::{CoreClient, CoreClientAuthMethod, CoreTokenResponse};
use openidconnect::{
    AuthType, AuthorizationCode, ClientId, ClientSecret, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, PkceCodeVerifier, RequestTokenError,
};
use secrecy::ExposeSecret as _;

use super::LoginError;
use super::connection::Connection;
use super::discovery::{Discovered, Unanswered};
use crate::egress::Egress;

pub(super) type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The client that the provider knows.
pub(super) fn client(connection: &Connection, discovered: &Discovered) -> Client {
    let provider = &connection.provider;
    let secret = provider.client_secret.as_ref();
    let secret = secret.map(|secret| ClientSecret::new(secret.expose_secret().to_owned()));
    let methods = discovered.metadata.token_endpoint_auth_methods_supported();
    let only_post = methods.is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    CoreClient::from_provider_metadata(
        discovered.metadata.clone(),
        ClientId::new(provider.client_id.clone()),
        secret,
    )
    .set_redirect_uri(connection.redirect_uri.clone())
    .set_auth_type(if only_post { AuthType::RequestBody } else { AuthType::BasicAuth })
}

/// Exchanges `code` at the provider, which checks `verifier` against the challenge of the browser's
/// first request (RFC 7636 section 4.6).
pub(super) async fn exchange(
    client: &Client,
    code: AuthorizationCode,
    verifier: PkceCodeVerifier,
    egress: &Egress,
) -> Result<CoreTokenResponse, LoginError> {
    let call = |request: HttpRequest| {
        let egress = egress.clone();
        async move { call(&egress, request).await }
    };
    let request = client.exchange_code(code).map_err(LoginError::unavailable)?;
    request.set_pkce_verifier(verifier).request_async(&call).await.map_err(|error| match error {
        RequestTokenError::Request(error) => LoginError::unavailable(error),
        RequestTokenError::ServerResponse(answer) => LoginError::declined(answer.error().as_ref()),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            LoginError::refused("the provider's answer to the code is malformed")
        }
    })
}

/// A provider that is broken or busy has not said no.
async fn call(egress: &Egress, request: HttpRequest) -> Result<Response<Vec<u8>>, Unanswered> {
    let answer = egress.send(request).await?;
    let status = answer.status();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        return Err(Unanswered::Status(status.as_u16()));
    }
    Ok(answer)
}
