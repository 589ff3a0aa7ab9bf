//! The rule as a table.

use actix_web::test::TestRequest;

use super::*;

const UNSAFE: [&str; 7] = ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "get"];

fn trusted() -> TrustedOrigins {
    TrustedOrigins::new(vec!["https://app.example.com".to_owned()]).unwrap()
}

fn header(value: Option<&str>) -> Header<'_> {
    value.map_or(Header::Absent, |value| Header::One(value.as_bytes()))
}

fn asked<'a>(
    method: &'a str,
    fetch_site: Option<&'a str>,
    origin: Option<&'a str>,
    host: Option<&'a str>,
) -> Asked<'a> {
    Asked {
        method,
        is_upgrade: false,
        fetch_site: header(fetch_site),
        origin: header(origin),
        authority: Header::Absent,
        host: header(host),
    }
}

fn passes(asked: &Asked<'_>) -> bool {
    check(asked, &trusted()).is_ok()
}

#[test]
fn safe_methods_pass_unless_they_open_a_socket() {
    for method in ["GET", "HEAD", "OPTIONS", "QUERY"] {
        let mut asked = asked(method, Some("cross-site"), Some("https://evil.com"), Some("a.com"));
        assert!(passes(&asked), "{method}");
        asked.is_upgrade = true;
        assert!(!passes(&asked), "{method} with an upgrade");
        asked.fetch_site = Header::One(b"same-origin");
        assert!(passes(&asked), "{method} with an upgrade from here");
    }
}

#[test]
fn sec_fetch_site_decides_where_it_is() {
    for method in UNSAFE {
        for (fetch_site, origin, expected) in [
            ("same-origin", None, true),
            ("same-origin", Some("null"), true),
            ("none", None, true),
            ("same-site", None, false),
            ("cross-site", None, false),
            ("cross-site", Some("https://a.com"), false),
            ("same-site", Some("https://a.com"), false),
            ("cross-site", Some("https://app.example.com"), true),
            ("same-site", Some("https://app.example.com"), true),
            ("cross-site", Some("https://app.example.com.evil.com"), false),
            ("cross-site", Some("null"), false),
            ("Same-Origin", None, false),
            ("same-origin, cross-site", None, false),
            ("same-origin;x", None, false),
            ("", None, false),
        ] {
            let asked = asked(method, Some(fetch_site), origin, Some("a.com"));
            assert_eq!(passes(&asked), expected, "{method} {fetch_site} {origin:?}");
        }
    }
}

#[test]
fn without_it_the_origin_is_the_host() {
    for method in UNSAFE {
        for (origin, host, expected) in [
            ("https://example.com", "example.com", true),
            ("https://example.com", "example.com:443", true),
            ("https://example.com", "EXAMPLE.com", true),
            ("https://example.com:8443", "example.com:8443", true),
            ("https://[2001:db8::1]:8443", "[2001:db8::1]:8443", true),
            ("https://app.example.com", "internal:8080", true),
            ("http://localhost:3000", "localhost:3000", true),
            ("http://shop.localhost", "shop.localhost", true),
            ("http://127.0.0.1:3000", "127.0.0.1:3000", true),
            ("http://[::1]:3000", "[::1]:3000", true),
            ("https://example.com.evil.com", "example.com", false),
            ("https://evil-example.com", "example.com", false),
            ("https://evil.com/example.com", "example.com", false),
            ("https://example.com/", "example.com", false),
            ("https://example.com@evil.com", "example.com", false),
            ("https://evil.com@example.com", "example.com", false),
            ("https://example.com#", "example.com", false),
            ("https://example.com.", "example.com", false),
            ("https://example.com", "example.com.", false),
            ("https://EXAMPLE.com", "example.com", false),
            ("HTTPS://example.com", "example.com", false),
            ("https://example.com:443", "example.com", false),
            ("https://example.com:8443", "example.com", false),
            ("https://example.com", "example.com:8443", false),
            ("https://example.com", "example.com:80", false),
            ("https://example.com:+443", "example.com", false),
            ("https://example.com:08443", "example.com:8443", false),
            ("https://example.com:", "example.com", false),
            ("https://example.com", "example.com:", false),
            ("http://example.com", "example.com", false),
            ("http://example.com:443", "example.com:443", false),
            ("http://127.0.0.1.evil.com", "127.0.0.1.evil.com", false),
            ("http://localhost.evil.com", "localhost.evil.com", false),
            ("http://localhost:3001", "localhost:3000", false),
            ("http://localhost:3000", "127.0.0.1:3000", false),
            ("wss://example.com", "example.com", false),
            ("//example.com", "example.com", false),
            ("example.com", "example.com", false),
            ("https://", "", false),
            ("null", "null", false),
            ("", "example.com", false),
            ("https://example.com https://example.com", "example.com", false),
            ("https://[::1]x", "[::1]x", false),
            ("https://[2001:DB8::1]", "[2001:db8::1]", false),
            ("https://exämple.com", "exämple.com", false),
        ] {
            let asked = asked(method, None, Some(origin), Some(host));
            assert_eq!(passes(&asked), expected, "{method} {origin:?} {host:?}");
        }
    }
}

#[test]
fn silence_and_contradiction_are_refused() {
    let own = Some("https://a.com");
    let good = asked("POST", None, own, Some("a.com"));
    assert!(passes(&good));
    for (bad, what) in [
        (asked("POST", None, None, Some("a.com")), "neither header"),
        (asked("POST", None, own, None), "no host"),
        (Asked { origin: Header::Several, ..good }, "two origins"),
        (
            Asked { origin: Header::Several, fetch_site: Header::One(b"same-origin"), ..good },
            "two origins from here",
        ),
        (Asked { fetch_site: Header::Several, ..good }, "two of `Sec-Fetch-Site`"),
        (Asked { host: Header::Several, ..good }, "two hosts"),
        (Asked { authority: Header::One(b"b.com"), ..good }, "another target"),
        (
            Asked { host: Header::One(b"b.com"), authority: Header::One(b"a.com"), ..good },
            "another host",
        ),
    ] {
        assert!(!passes(&bad), "{what}");
    }
    let target_only = Asked { host: Header::Absent, authority: Header::One(b"a.com"), ..good };
    assert!(passes(&target_only), "HTTP/2 has no `Host`");
}

#[test]
fn a_request_is_read_as_it_is() {
    let request = TestRequest::default()
        .method("PATCH".parse().unwrap())
        .uri("https://target.example:1/x")
        .insert_header(("host", "a.com"))
        .insert_header(("upgrade", "websocket"))
        .append_header(("origin", "https://a.com"))
        .append_header(("origin", "https://b.com"))
        .insert_header(("sec-fetch-site", "none"))
        .to_http_request();
    let asked = Asked::by(&request);
    assert_eq!((asked.method, asked.is_upgrade), ("PATCH", true));
    assert!(matches!(asked.origin, Header::Several));
    assert!(matches!(asked.fetch_site, Header::One(b"none")));
    assert!(matches!(asked.host, Header::One(b"a.com")));
    assert!(matches!(asked.authority, Header::One(b"target.example:1")));
}

#[test]
fn only_origins_over_https_can_be_trusted() {
    let trusts = |origin: &str| TrustedOrigins::new(vec![origin.to_owned()]).is_ok();
    for good in ["https://a.com", "https://a.com:8443", "http://localhost:5173"] {
        assert!(trusts(good), "{good}");
    }
    for bad in
        ["http://a.com", "https://a.com/", "https://A.com", "*", "null", "https://*.a.com", ""]
    {
        assert!(!trusts(bad), "{bad}");
    }
}
