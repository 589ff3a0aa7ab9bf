//! The cookies of what is under way.

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderValue};

/// A cookie that only this host sets and gets, over https (RFC 6265bis section 4.1.3.2). Lax, because
/// the browser brings it along when the provider sends it back here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cookie {
    pub(super) name: &'static str,
}

/// The login that was begun last in a browser.
pub(super) const LOGIN: Cookie = Cookie { name: "__Host-oidc-login" };

/// The logout that was begun last in a browser.
pub(super) const LOGOUT: Cookie = Cookie { name: "__Host-oidc-logout" };

/// The longest value that is looked at.
const MOST: usize = 4096;

impl Cookie {
    /// The value of `Set-Cookie` that keeps `value` for so many seconds.
    pub(super) fn set(self, value: &str, seconds: u64) -> Option<HeaderValue> {
        let name = self.name;
        HeaderValue::try_from(format!(
            "{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax"
        ))
        .ok()
    }

    /// The value of `Set-Cookie` that forgets it.
    pub(super) fn forget(self) -> Option<HeaderValue> {
        self.set("", 0)
    }

    /// Its value, where the request has it once.
    pub(super) fn of(self, request: &HttpRequest) -> Option<&str> {
        let headers = request.headers().get_all(header::COOKIE);
        let pairs = headers.filter_map(|header| header.to_str().ok()).flat_map(|h| h.split(';'));
        let mut own = pairs.filter_map(|pair| {
            let (name, value) = pair.split_once('=')?;
            (name.trim() == self.name).then(|| value.trim())
        });
        let value = own.next().filter(|value| value.len() <= MOST)?;
        own.next().is_none().then_some(value)
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_cookie_is_read_where_it_stands_once() {
        let long = format!("__Host-oidc-login={}", "x".repeat(MOST + 1));
        for (headers, expected) in [
            (&["a=1; __Host-oidc-login=x; b=2"][..], Some("x")),
            (&["a=1", "__Host-oidc-login=x"], Some("x")),
            (&["__Host-oidc-login=x; __Host-oidc-login=x"], None),
            (&["__Host-oidc-login=x", "__Host-oidc-login=y"], None),
            (&["oidc-login=x; __host-oidc-login=x"], None),
            (&[&long], None),
            (&[], None),
        ] {
            let mut request = TestRequest::default();
            for header in headers {
                request = request.append_header((header::COOKIE, *header));
            }
            assert_eq!(LOGIN.of(&request.to_http_request()), expected, "{headers:?}");
        }
    }
}
