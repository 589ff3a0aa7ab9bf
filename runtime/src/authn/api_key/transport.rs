//! Where a key is in a request: in one header, and nowhere else.

use std::borrow::Cow;

use actix_web::HttpRequest;
use actix_web::http::header::HeaderName;

use super::format::Format;
use crate::authn::Refusal;

/// The only value of the header `name`, or none when there is no such header.
pub(super) fn key_in_header<'a>(
    request: &'a HttpRequest,
    name: &HeaderName,
) -> Result<Option<&'a str>, Refusal> {
    let mut values = request.headers().get_all(name);
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Refusal::invalid_request("more than one header with an API key"));
    }
    let text =
        value.to_str().map_err(|_| Refusal::invalid_token("the API key is not visible ASCII"))?;
    Ok(Some(text))
}

/// What has the shape of a key in the path or the query, as it is and percent-encoded. URLs end up in
/// logs, in histories and in the `Referer` of other sites.
pub(super) fn key_in_url(request: &HttpRequest, format: &Format) -> Option<String> {
    let url = request.uri().path_and_query()?.as_str();
    let decoded = form_urlencoded::parse(url.as_bytes())
        .flat_map(|(name, value)| [name, value])
        .chain([Cow::Borrowed(url)]);
    let mut found = decoded.filter_map(|text| format.find_in(&text).map(str::to_owned));
    found.next()
}
