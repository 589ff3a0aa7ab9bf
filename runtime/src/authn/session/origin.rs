//! `Origin`: the scheme, host and port of a page, as browsers write them (RFC 6454 section 6.2).

/// An origin in its one canonical form. Whatever a browser does not write is none: upper case,
/// default ports, user information, paths, `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Origin<'a> {
    is_https: bool,
    host: &'a str,
    port: u16,
}

impl<'a> Origin<'a> {
    pub(super) fn parse(text: &'a [u8]) -> Option<Self> {
        let text = core::str::from_utf8(text).ok()?;
        let (scheme, authority) = text.split_once("://")?;
        let is_https = match scheme {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let (host, port) = split(authority)?;
        if !is_host(host) || port == Some(default_port(is_https)) {
            return None;
        }
        Some(Self { is_https, host, port: port.unwrap_or_else(|| default_port(is_https)) })
    }

    /// Whether the cookie of a session could travel to it: over https, or within this machine, which
    /// browsers treat alike (W3C Secure Contexts section 3.1).
    pub(super) fn is_secure(&self) -> bool {
        self.is_https
            || self.host == "localhost"
            || self.host.ends_with(".localhost")
            || self.host == "[::1]"
            || self.host.parse().is_ok_and(|address: std::net::Ipv4Addr| address.is_loopback())
    }

    /// Whether `authority`, the host of a request with its port where it names one, is its own.
    pub(super) fn is_host(&self, authority: &[u8]) -> bool {
        let authority = core::str::from_utf8(authority).ok();
        authority.and_then(split).is_some_and(|(host, port)| {
            host.eq_ignore_ascii_case(self.host)
                && port.unwrap_or_else(|| default_port(self.is_https)) == self.port
        })
    }
}

fn default_port(is_https: bool) -> u16 {
    if is_https { 443 } else { 80 }
}

/// The host and the port of `host[:port]`; `None` for a port that is not written as a plain number.
fn split(authority: &str) -> Option<(&str, Option<u16>)> {
    let after_host = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    let Some(colon) = authority.get(after_host..)?.find(':') else {
        return Some((authority, None));
    };
    let (host, port) = authority.split_at_checked(after_host + colon)?;
    let digits = port.strip_prefix(':')?;
    let port: u16 = digits.parse().ok()?;
    (port.to_string() == digits).then_some((host, Some(port)))
}

/// A name or address of ASCII letters in lower case, or an IPv6 address in brackets.
fn is_host(host: &str) -> bool {
    let is_name = |host: &str| {
        host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_'))
            && !host.is_empty()
    };
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => {
            address.parse::<std::net::Ipv6Addr>().is_ok_and(|parsed| parsed.to_string() == address)
        }
        None => is_name(host),
    }
}

/// The origins, besides the request's own host, whose pages may send requests with a session.
#[derive(Clone, Debug, Default)]
pub(super) struct TrustedOrigins(Vec<String>);

impl TrustedOrigins {
    /// Every one of them, or the first that cannot be trusted: not an origin, or not over https.
    pub(super) fn new(origins: Vec<String>) -> Result<Self, String> {
        let is_fit =
            |text: &String| Origin::parse(text.as_bytes()).is_some_and(|origin| origin.is_secure());
        match origins.iter().find(|origin| !is_fit(origin)) {
            Some(wrong) => Err(wrong.clone()),
            None => Ok(Self(origins)),
        }
    }

    /// There is one canonical form, so equal text is an equal origin.
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        self.0.iter().any(|trusted| trusted.as_bytes() == origin)
    }
}
