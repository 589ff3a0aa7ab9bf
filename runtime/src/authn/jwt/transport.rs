//! Where a bearer token is in a request (RFC 6750 section 2).

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Query;
use serde::de::IgnoredAny;

use crate::authn::Refusal;

/// The token in the only `Authorization` header, or none when there is no header or it has another
/// scheme.
///
/// The query parameter `access_token` is never accepted, since URLs end up in logs (RFC 9700
/// section 4.3.2); next to a header it makes the request ambiguous.
pub(in crate::authn) fn bearer_token(request: &HttpRequest) -> Result<Option<&str>, Refusal> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let Some(header) = headers.next() else {
        return Ok(None);
    };
    if headers.next().is_some() {
        return Err(Refusal::invalid_request("more than one `Authorization` header"));
    }
    if query_has_token(request.query_string()) {
        return Err(Refusal::invalid_request("`access_token` next to an `Authorization` header"));
    }
    let text = header
        .to_str()
        .map_err(|_| Refusal::invalid_token("the `Authorization` header is not visible ASCII"))?;
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Ok(None);
    }
    match token.trim_start_matches(' ') {
        "" => Err(Refusal::invalid_token("`Bearer` without a token")),
        token => Ok(Some(token)),
    }
}

/// What cannot be parsed may hide one.
fn query_has_token(query: &str) -> bool {
    !query.is_empty()
        && Query::<Vec<(String, IgnoredAny)>>::from_query(query)
            .map_or(true, |pairs| pairs.iter().any(|(name, _)| name == "access_token"))
}
