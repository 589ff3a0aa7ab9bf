//! The cookie: what it is called, how it is read and how it is set.

use core::fmt;

use actix_web::HttpResponse;
use actix_web::http::header::{
    CACHE_CONTROL, COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE,
};
use secrecy::ExposeSecret as _;

use crate::outage::Outage;
use crate::random;
use crate::store::Digest;

/// What browsers enforce for names that begin with this: `Secure`, `Path=/` and no `Domain`, so that
/// no other host can set the cookie (RFC 6265bis section 4.1.3.2).
const PREFIX: &str = "__Host-";

/// The characters of 256 bits in base64url.
const ID_LENGTH: usize = 43;

/// Which requests that other sites start carry the cookie. `None` is not on offer: nothing of ours
/// is made to be used from the pages of others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum SameSite {
    /// Links to the app arrive logged in; other requests do not carry the cookie.
    #[default]
    Lax,
    /// None: who follows a link to the app seems logged out at first.
    Strict,
}

impl SameSite {
    fn as_str(self) -> &'static str {
        match self {
            Self::Lax => "Lax",
            Self::Strict => "Strict",
        }
    }
}

/// The value of a `Set-Cookie` header, for the browser and nobody else. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
#[must_use = "the browser keeps the old cookie until this is in the answer"]
pub struct SetCookie(HeaderValue);

impl SetCookie {
    /// The header's value, marked as sensitive, for an answer that must also have
    /// `Cache-Control: no-store`.
    pub fn value(&self) -> &HeaderValue {
        &self.0
    }

    /// Adds the cookie to an answer, and makes it one that no cache keeps: `Cache-Control: no-store`
    /// (RFC 9111 section 5.2.2.5), in the place of any other.
    pub fn put_on<B>(&self, response: &mut HttpResponse<B>) {
        let headers = response.headers_mut();
        headers.append(SET_COOKIE, self.0.clone());
        headers.insert(CACHE_CONTROL, no_store());
    }
}

impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SetCookie(..)")
    }
}

/// The `Cache-Control` of an answer that sets the cookie, or that shows what only its owner may see.
pub fn no_store() -> HeaderValue {
    HeaderValue::from_static("no-store")
}

/// `Clear-Site-Data`, for the answer to a logout: the browser forgets what it keeps of the app, also
/// pages that the back button would show (ASVS 14.3.1). It takes the cookies of subdomains along.
pub fn clear_site_data() -> (HeaderName, HeaderValue) {
    let everything = "\"cache\", \"cookies\", \"storage\"";
    (HeaderName::from_static("clear-site-data"), HeaderValue::from_static(everything))
}

/// What a request presents.
pub(super) enum Presented {
    Nothing,
    Id(Digest),
    Malformed,
    Several,
}

/// The one cookie of a [`Sessions`](super::Sessions).
pub(super) struct Cookie {
    name: String,
    same_site: SameSite,
    removal: HeaderValue,
}

impl Cookie {
    /// `None` for a name that browsers would not protect, or that is none (RFC 6265 section 4.1.1).
    pub(super) fn new(name: String, same_site: SameSite) -> Option<Self> {
        let own = name.strip_prefix(PREFIX)?;
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if own.is_empty() || !own.bytes().all(is_token) {
            return None;
        }
        let removal = format!("{}; Max-Age=0", set(&name, "", same_site));
        Some(Self { removal: HeaderValue::try_from(removal).ok()?, name, same_site })
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A new id, as the store knows it and as the browser gets it.
    pub(super) fn issue(&self) -> Result<(Digest, SetCookie), Outage> {
        let id = random::secret()?;
        let text = set(&self.name, id.expose_secret(), self.same_site);
        let mut value =
            HeaderValue::try_from(text).map_err(|_| Outage::of("the cookie of the session"))?;
        value.set_sensitive(true);
        Ok((Digest::of(id.expose_secret()), SetCookie(value)))
    }

    /// Removes the cookie from the browser: the same attributes, and no life.
    pub(super) fn removal(&self) -> SetCookie {
        SetCookie(self.removal.clone())
    }

    pub(super) fn presented(&self, headers: &HeaderMap) -> Presented {
        let mut values = self.values(headers);
        match (values.next(), values.next()) {
            (None, _) => Presented::Nothing,
            (Some(value), None) => digest(value).map_or(Presented::Malformed, Presented::Id),
            (Some(_), Some(_)) => Presented::Several,
        }
    }

    /// Every id that a request presents, for those that end.
    pub(super) fn all_presented(&self, headers: &HeaderMap) -> Vec<Digest> {
        self.values(headers).filter_map(digest).collect()
    }

    /// The values of our name. In bytes, since other cookies may hold any.
    fn values<'a>(&'a self, headers: &'a HeaderMap) -> impl Iterator<Item = &'a [u8]> {
        headers
            .get_all(COOKIE)
            .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
            .filter_map(|pair| {
                let mut parts = pair.splitn(2, |byte| *byte == b'=');
                let name = parts.next()?.trim_ascii();
                (name == self.name.as_bytes())
                    .then(|| parts.next().unwrap_or_default().trim_ascii())
            })
    }
}

fn set(name: &str, value: &str, same_site: SameSite) -> String {
    let same_site = same_site.as_str();
    format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite={same_site}")
}

/// The digest of what can be an id.
fn digest(value: &[u8]) -> Option<Digest> {
    let is_ours = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if value.len() != ID_LENGTH || !value.iter().all(is_ours) {
        return None;
    }
    core::str::from_utf8(value).ok().map(Digest::of)
}
