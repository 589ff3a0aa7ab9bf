//! The rule against requests that another site makes a browser send with its cookie (CSRF).

use actix_web::HttpRequest;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN, UPGRADE};

use super::origin::{Origin, TrustedOrigins};

#[cfg(test)]
mod tests;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What the rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    /// A WebSocket handshake is a `GET` that opens a way to everything.
    pub(super) is_upgrade: bool,
    pub(super) fetch_site: Header<'a>,
    pub(super) origin: Header<'a>,
    /// The host in the request's target, which HTTP/2 always has.
    pub(super) authority: Header<'a>,
    pub(super) host: Header<'a>,
}

/// How often a header is there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Header<'a> {
    Absent,
    One(&'a [u8]),
    Several,
}

impl<'a> Header<'a> {
    fn of(headers: &'a HeaderMap, name: HeaderName) -> Self {
        let mut values = headers.get_all(name);
        match (values.next(), values.next()) {
            (None, _) => Self::Absent,
            (Some(value), None) => Self::One(value.as_bytes()),
            (Some(_), Some(_)) => Self::Several,
        }
    }

    fn at_most_one(self, otherwise: &'static str) -> Result<Option<&'a [u8]>, &'static str> {
        match self {
            Self::Absent => Ok(None),
            Self::One(value) => Ok(Some(value)),
            Self::Several => Err(otherwise),
        }
    }
}

impl<'a> Asked<'a> {
    pub(super) fn by(request: &'a HttpRequest) -> Self {
        let headers = request.headers();
        let authority = request.uri().authority();
        Self {
            method: request.method().as_str(),
            is_upgrade: headers.contains_key(UPGRADE),
            fetch_site: Header::of(headers, SEC_FETCH_SITE),
            origin: Header::of(headers, ORIGIN),
            authority: authority
                .map_or(Header::Absent, |authority| Header::One(authority.as_str().as_bytes())),
            host: Header::of(headers, HOST),
        }
    }

    /// Whether every host that the request names, and at least one, is the one of `origin`.
    fn is_to(&self, origin: &Origin<'_>) -> bool {
        let matches = |host| match host {
            Header::Absent => None,
            Header::One(host) => Some(origin.is_host(host)),
            Header::Several => Some(false),
        };
        match (matches(self.authority), matches(self.host)) {
            (None, None) => false,
            (authority, host) => authority.unwrap_or(true) && host.unwrap_or(true),
        }
    }
}

/// Whether the request can only come from our own pages, a trusted origin or the user; else why not.
///
/// `Sec-Fetch-Site` decides where the browser sends it (Fetch Metadata), else `Origin` (RFC 6454).
/// Methods that change nothing pass, since another site cannot read their answers.
pub(super) fn check(asked: &Asked<'_>, trusted: &TrustedOrigins) -> Result<(), &'static str> {
    if is_safe(asked.method) && !asked.is_upgrade {
        return Ok(());
    }
    let fetch_site = asked.fetch_site.at_most_one("more than one `Sec-Fetch-Site`")?;
    let origin = asked.origin.at_most_one("more than one `Origin`")?;
    match (fetch_site, origin) {
        (Some(b"same-origin" | b"none"), _) => Ok(()),
        (_, Some(origin)) if trusted.contains(origin) => Ok(()),
        (Some(_), _) => Err("`Sec-Fetch-Site` names another site, and `Origin` no trusted one"),
        (None, None) => Err("neither `Sec-Fetch-Site` nor `Origin`"),
        (None, Some(origin)) => match Origin::parse(origin) {
            Some(origin) if origin.is_secure() && asked.is_to(&origin) => Ok(()),
            _ => Err("`Origin` is neither this host nor a trusted one"),
        },
    }
}

/// The methods that are safe (RFC 9110 section 9.2.1, and QUERY), without those that no browser
/// sends.
fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS" | "QUERY")
}
