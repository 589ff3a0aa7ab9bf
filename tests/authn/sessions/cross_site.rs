//! Requests that another site makes a browser send: refused before the body is read.

use std::time::Duration;

use portcullis_tests::client::send_raw;

use crate::world::World;

const PATIENCE: Duration = Duration::from_secs(10);
const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

fn world() -> World {
    World::with(|builder| builder.trust("https://app.example.com"))
}

/// A request to `shop.example:8443`, as it is on the wire.
fn raw(method: &str, path: &str, headers: &[String], rest: &str) -> String {
    let mut lines = vec![format!("{method} {path} HTTP/1.1"), "Host: shop.example:8443".to_owned()];
    lines.extend_from_slice(headers);
    format!("{}\r\n{rest}", lines.join("\r\n"))
}

fn status(world: &World, request: &str) -> u16 {
    send_raw(world.served.address(), request.as_bytes(), PATIENCE).expect("an answer").status
}

#[derive(Clone, Copy, PartialEq)]
enum From {
    Here,
    Trusted,
    Elsewhere,
}

const ORIGINS: [(&str, From); 16] = [
    ("https://shop.example:8443", From::Here),
    ("https://app.example.com", From::Trusted),
    ("null", From::Elsewhere),
    ("https://evil.com", From::Elsewhere),
    ("https://shop.example:8443.evil.com", From::Elsewhere),
    ("https://app.example.com.evil.com", From::Elsewhere),
    ("https://evil-app.example.com", From::Elsewhere),
    ("https://shop.example", From::Elsewhere),
    ("https://shop.example:8444", From::Elsewhere),
    ("http://shop.example:8443", From::Elsewhere),
    ("http://app.example.com", From::Elsewhere),
    ("https://SHOP.example:8443", From::Elsewhere),
    ("https://APP.example.com", From::Elsewhere),
    ("https://shop.example.:8443", From::Elsewhere),
    ("https://shop.example:8443@evil.com", From::Elsewhere),
    ("https://evil.com@shop.example:8443", From::Elsewhere),
];

#[test]
fn every_method_from_every_place() {
    let world = world();
    let cookie = world.log_in("ada");
    let (logins, mut allowed) = (world.effects(), 0);
    world.take_events();
    let mut refused = 0;
    let places =
        [None, Some("same-origin"), Some("none"), Some("same-site"), Some("cross-site"), Some("x")];
    let origins = || ORIGINS.iter().map(|(origin, from)| Some((*origin, *from))).chain([None]);
    for method in METHODS {
        for place in places {
            for origin in origins() {
                let mut headers = vec![format!("Cookie: {cookie}"), "Content-Length: 0".to_owned()];
                headers.extend(place.map(|place| format!("Sec-Fetch-Site: {place}")));
                headers.extend(origin.map(|(origin, _)| format!("Origin: {origin}")));
                let from = origin.map_or(From::Elsewhere, |(_, from)| from);
                let passes = match place {
                    _ if method == "GET" => true,
                    Some("same-origin" | "none") => true,
                    Some(_) => from == From::Trusted,
                    None => from != From::Elsewhere,
                };
                let request = raw(method, "/effect", &headers, "\r\n");
                let expected = if passes { 200 } else { 403 };
                assert_eq!(status(&world, &request), expected, "{request}");
                allowed += usize::from(passes && method != "GET");
                refused += usize::from(!passes);
            }
        }
    }
    assert!(allowed > 100 && refused > 100, "{allowed} {refused}");
    assert_eq!(world.effects() - logins, allowed, "nothing happened where it was refused");
    let events = world.take_events();
    assert_eq!(events.iter().filter(|(name, _)| *name == "malicious_csrf").count(), refused);
    assert_eq!(events.len(), refused);
}

#[test]
fn the_refusal_is_a_problem_document_and_on_record_without_what_was_sent() {
    let world = world();
    let cookie = world.log_in("ada");
    let headers = [format!("Cookie: {cookie}"), "Origin: https://evil.com".to_owned()];
    let request = raw("DELETE", "/sessions/a-handle", &headers, "\r\n");
    world.take_events();
    let reply = send_raw(world.served.address(), request.as_bytes(), PATIENCE).unwrap();
    assert_eq!((reply.status, reply.is_problem_document()), (403, true));
    assert_eq!(reply.header("www-authenticate"), None);
    let events = world.events.lock().unwrap();
    let [event] = &events[..] else { panic!("{events:?}") };
    assert_eq!((event.event, event.method.as_str()), ("malicious_csrf", "DELETE"));
    assert_eq!(event.route.as_deref(), Some("/sessions/{handle}"));
    assert!(!format!("{event:?}").contains("evil"));
}

#[test]
fn repeated_headers_are_refused() {
    let world = world();
    let cookie = format!("Cookie: {}", world.log_in("ada"));
    let ask = |headers: &[&str]| {
        let mut all = vec![cookie.clone(), "Content-Length: 0".to_owned()];
        all.extend(headers.iter().map(|header| (*header).to_owned()));
        status(&world, &raw("POST", "/effect", &all, "\r\n"))
    };
    let (site, origin) = ("Sec-Fetch-Site: same-origin", "Origin: https://shop.example:8443");
    assert_eq!((ask(&[site]), ask(&[origin]), ask(&[site, origin])), (200, 200, 200));
    for several in [[site, site], [origin, origin]] {
        assert_eq!(ask(&several), 403, "{several:?}");
    }
    assert_eq!(ask(&[site, origin, origin]), 403);
    assert_eq!(ask(&[site, "Sec-Fetch-Site: cross-site"]), 403);
    assert_eq!(ask(&["Origin: https://shop.example:8443, https://evil.com"]), 403);
}

#[test]
fn an_absolute_target_must_agree_with_the_host() {
    let world = world();
    let cookie = world.log_in("ada");
    let ask = |target: &str, origin: &str| {
        status(
            &world,
            &format!(
                "POST {target} HTTP/1.1\r\nHost: shop.example:8443\r\nCookie: {cookie}\r\n\
             Origin: {origin}\r\nContent-Length: 0\r\n\r\n"
            ),
        )
    };
    let own = "https://shop.example:8443";
    assert_eq!(ask("https://shop.example:8443/effect", own), 200);
    assert_eq!(ask("https://evil.com/effect", own), 403);
    assert_eq!(ask("https://evil.com/effect", "https://evil.com"), 403);
}

#[test]
fn no_byte_of_the_body_is_waited_for() {
    let world = world();
    let cookie = world.log_in("ada");
    let before = world.effects();
    let endless = |path: &str, site: &str| {
        let headers = [
            format!("Cookie: {cookie}"),
            format!("Sec-Fetch-Site: {site}"),
            "Transfer-Encoding: chunked".to_owned(),
        ];
        raw("POST", path, &headers, "\r\n4\r\nadaa\r\n")
    };
    for path in ["/effect", "/login"] {
        assert_eq!(status(&world, &endless(path, "cross-site")), 403, "{path}");
        // The control: one of our own is kept waiting for the rest.
        let own = endless(path, "same-origin");
        let soon = Duration::from_millis(300);
        assert!(send_raw(world.served.address(), own.as_bytes(), soon).is_none(), "{path}");
    }
    assert_eq!(world.effects(), before);
}

#[test]
fn the_handshake_of_a_socket_is_not_safe() {
    let world = world();
    let cookie = world.log_in("ada");
    let ask = |headers: &[&str]| {
        let mut all = vec![
            format!("Cookie: {cookie}"),
            "Connection: Upgrade".to_owned(),
            "Upgrade: websocket".to_owned(),
            "Sec-WebSocket-Version: 13".to_owned(),
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==".to_owned(),
        ];
        all.extend(headers.iter().map(|header| (*header).to_owned()));
        status(&world, &raw("GET", "/me", &all, "\r\n"))
    };
    assert_eq!(ask(&["Origin: https://evil.com"]), 403);
    assert_eq!(ask(&["Origin: https://evil.com", "Sec-Fetch-Site: cross-site"]), 403);
    assert_eq!(ask(&[]), 403);
    assert_eq!(ask(&["Origin: https://shop.example:8443"]), 200);
    assert_eq!(ask(&["Origin: https://app.example.com", "Sec-Fetch-Site: same-site"]), 200);
}

#[test]
fn nobody_is_logged_in_or_out_by_another_site() {
    let world = world();
    let cookie = world.log_in("ada");
    let before = world.effects();
    world.take_events();
    let paths = ["/login", "/careless-login", "/logout"];
    for path in paths {
        for headers in [
            vec!["Sec-Fetch-Site: cross-site".to_owned()],
            vec!["Origin: https://evil.com".to_owned()],
            vec!["Origin: null".to_owned()],
            vec![],
        ] {
            let request = raw("POST", path, &headers, "Content-Length: 3\r\n\r\nbob");
            let reply = send_raw(world.served.address(), request.as_bytes(), PATIENCE).unwrap();
            assert_eq!(reply.status, 403, "{request}");
            assert!(reply.is_problem_document());
            assert_eq!(reply.header("set-cookie"), None, "{request}");
        }
    }
    assert_eq!(world.effects(), before);
    let events = world.take_events();
    assert_eq!(events.len(), 4 * paths.len());
    assert!(events.iter().all(|(name, _)| *name == "malicious_csrf"), "{events:?}");
    assert_eq!(world.status("GET", "/me", &cookie), 200);
    let own = ["Origin: https://shop.example:8443".to_owned()];
    assert_eq!(status(&world, &raw("POST", "/login", &own, "Content-Length: 3\r\n\r\nbob")), 200);
}
