//! Path parameters as the handler's own extractors read them.

use std::borrow::Cow;

use actix_router::Quoter;
use actix_web::HttpRequest;

/// The decoded path parameter called `name`.
///
/// The router keeps `%2F`, `%25` and `%2B` as they are; `web::Path` decodes them. A decision about
/// another text than the handler sees would be about another object.
pub(super) fn parameter<'a>(request: &'a HttpRequest, name: &str) -> Option<Cow<'a, str>> {
    let raw = request.match_info().get(name)?;
    if !raw.contains('%') {
        return Some(Cow::Borrowed(raw));
    }
    let decoded = Quoter::new(b"", b"").requote(raw.as_bytes());
    Some(match decoded {
        Some(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
        None => Cow::Borrowed(raw),
    })
}
