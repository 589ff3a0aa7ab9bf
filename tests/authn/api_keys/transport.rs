//! Where a key may be in a request: in one header, once, next to no other credential.

use portcullis::authn::api_key::ExposeSecret as _;
use portcullis_tests::client::send;
use portcullis_tests::tokens;

use crate::world::World;

#[test]
fn a_key_in_the_url_is_refused_and_on_record() {
    let world = World::new();
    let created = world.key();
    let key = created.key.expose_secret();
    let encoded = key.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02X}"));
    let urls = [
        format!("/reports?api_key={key}"),
        format!("/reports?a=1&anything={key}&b"),
        format!("/reports?{key}"),
        format!("/reports?a={encoded}"),
        format!("/reports?{encoded}=1"),
        format!("/reports?a=Bearer+{key}."),
        format!("/paths/{key}"),
        format!("/paths/{encoded}"),
    ];
    world.take_events();
    for url in urls {
        for headers in [&[][..], &[("x-api-key", key)]] {
            let reply = world.ask(&url, headers);
            assert_eq!(reply.status, 400, "{url}");
            assert!(reply.body.contains("invalid_request"), "{reply:?}");
            let events = world.take_events();
            assert_eq!(events.len(), 1, "{url}");
            assert_eq!(events[0].event, "authn_login_fail");
            assert_eq!(events[0].subject.as_deref(), Some("ada"));
            assert_eq!(events[0].credential.as_ref(), Some(&created.record.id));
            assert!(events[0].detail.as_ref().unwrap().contains("leaked"));
        }
    }
    assert_eq!(world.with_key("/reports?a=acme_live_&b=acme", key), 200, "the control");
}

/// Mistyped, of the other environment, of nobody: what looks like a key has no place in a URL.
#[test]
fn what_looks_like_a_key_is_refused_in_the_url_too() {
    let world = World::new();
    for environment in ["live", "test"] {
        let url = format!("/reports?a=acme_{environment}_{}", "a".repeat(36));
        assert_eq!(world.ask(&url, &[]).status, 400);
        let events = world.take_events();
        assert_eq!((events.len(), events[0].credential.as_deref()), (1, None));
    }
    assert_eq!(world.store.finds(), 0, "no checksum fits");
}

#[test]
fn two_headers_are_refused() {
    let world = World::new();
    let created = world.key();
    let key = created.key.expose_secret();
    let other = world.key();
    for second in [key, other.key.expose_secret(), "", "x"] {
        let reply = world.ask("/reports", &[("x-api-key", key), ("X-API-KEY", second)]);
        assert_eq!(reply.status, 400, "{second}");
    }
}

#[test]
fn a_key_next_to_a_bearer_token_is_refused() {
    let world = World::new();
    let created = world.key();
    let good = format!("Bearer {}", tokens::token("editor"));
    assert_eq!(world.ask("/reports", &[("authorization", &good)]).status, 200);
    for (key, token) in [
        (created.key.expose_secret(), good.as_str()),
        (created.key.expose_secret(), "Bearer x"),
        ("x", good.as_str()),
    ] {
        let headers = [("x-api-key", key), ("authorization", token)];
        assert_eq!(world.ask("/reports", &headers).status, 400, "{key}");
    }
}

#[test]
fn no_other_place_counts() {
    let world = World::new();
    let created = world.key();
    let key = created.key.expose_secret();
    let (bearer, cookie) = (format!("Bearer {key}"), format!("x-api-key={key}"));
    for headers in [
        [("authorization", bearer.as_str())],
        [("authorization", key)],
        [("cookie", cookie.as_str())],
        [("x-other", key)],
    ] {
        assert_eq!(world.ask("/reports", &headers).status, 401, "{headers:?}");
    }
    let body = format!("{{\"x-api-key\":\"{key}\"}}");
    let headers = [("content-type", "application/json")];
    let reply = send(world.served.address(), "GET", "/reports", &headers, Some(&body));
    assert_eq!(reply.status, 401);
    assert_eq!(world.store.finds(), 0);
}

#[test]
fn the_header_may_have_another_name() {
    let world = World::with(|keys| keys.header("Acme-Key"));
    let created = world.key();
    let key = created.key.expose_secret();
    assert_eq!(world.ask("/reports", &[("acme-key", key)]).status, 200);
    assert_eq!(world.with_key("/reports", key), 401);
}

#[test]
fn public_routes_ask_nobody() {
    let world = World::new();
    assert_eq!(world.with_key("/open", "x"), 200);
    assert_eq!(world.store.finds(), 0);
}
