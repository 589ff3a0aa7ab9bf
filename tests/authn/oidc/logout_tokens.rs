//! Logout tokens that are almost good, from a provider of our own; and tokens in the wrong place.

use std::time::Duration;

use portcullis::Security;
use portcullis::authn::jwt::{Jwt, Key};
use portcullis_tests::Permission;
use portcullis_tests::tokens::{now, signed, unsigned, with};
use serde_json::{Value, json};

use crate::app::TestApp;
use crate::browser::{APP, Browser};
use crate::fake::{DISCOVERY, Fake, KEYS, Says};
use crate::id_tokens::{Ceremony, fake_app};
use crate::keys::Signer;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

fn logout_url() -> String {
    format!("{APP}/login/fake/logout")
}

/// A browser that is logged in, from a session at the provider that is called `sid`.
fn logged_in(app: &TestApp, fake: &Fake, signer: &Signer, sid: &str) -> Browser {
    let mut ceremony = Ceremony::begin(app, fake);
    fake.gives(&signer.sign(&with(ceremony.claims(app), "sid", Some(json!(sid)))));
    assert_eq!(ceremony.browser.get(&ceremony.callback()).status, 303);
    app.events();
    ceremony.browser
}

fn is_logged_in(browser: &mut Browser) -> bool {
    browser.get(&format!("{APP}/me")).status == 200
}

/// Good claims, each with an id of its own.
fn claims(app: &TestApp, fake: &Fake, number: u32) -> Value {
    json!({
        "iss": fake.issuer(), "aud": "fake", "sub": "alice", "sid": "one", "iat": app.now(),
        "exp": app.now() + 120, "jti": format!("id-{number}"), "events": { EVENT: {} },
    })
}

fn send(app: &TestApp, token: &str) -> u16 {
    let answer = app.browser().post(&logout_url(), &[("logout_token", token)]);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    answer.status
}

#[test]
fn claims_and_headers_that_are_not_as_they_must_be_end_nothing() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let mut browser = logged_in(&app, &fake, &signer, "one");
    let mut number = 0;
    let mut good = || {
        number += 1;
        claims(&app, &fake, number)
    };
    for (name, value, words) in [
        ("nonce", json!("a"), "no `nonce`"),
        ("nonce", json!(null), "no `nonce`"),
        ("events", json!("gone"), "`events`"),
        ("events", json!({}), "`events`"),
        ("events", json!({ EVENT: "x" }), "`events`"),
        ("events", json!([EVENT]), "`events`"),
        ("events", json!({ "http://schemas.openid.net/event/other": {} }), "`events`"),
        ("aud", json!("other"), "`aud`"),
        ("aud", json!(["fake", "other"]), "`aud`"),
        ("aud", json!([]), "`aud`"),
        ("aud", json!("gone"), "`aud`"),
        ("iss", json!("https://other.example"), "`iss`"),
        ("iss", json!("gone"), "`iss`"),
        ("iat", json!("gone"), "`iat` is missing"),
        ("iat", json!(app.now() + 60), "`iat` is in the future"),
        ("iat", json!(app.now() - 4000), "expired"),
        ("exp", json!("gone"), "`exp` is missing"),
        ("exp", json!(app.now() - 40), "expired"),
        ("exp", json!(-1), "must be a time"),
        ("jti", json!("gone"), "`jti` is missing"),
        ("jti", json!(""), "must be a string"),
        ("jti", json!(1), "must be a string"),
        ("sid", json!(1), "must be a string"),
        ("sub", json!(["alice"]), "must be a string"),
    ] {
        let gone = value == "gone";
        let changed = with(good(), name, (!gone).then_some(value.clone()));
        assert_eq!(send(&app, &signer.sign(&changed)), 400, "{name} {value}");
        let cause = app.cause();
        assert!(cause.contains(words), "{name} {value}: {cause}");
    }
    let nobody = with(with(good(), "sub", None), "sid", None);
    let (stranger, unknown) = (Signer::new("a"), Signer::new("z"));
    let typed = |typ: &str| with(signer.header(), "typ", Some(json!(typ)));
    let none = json!({ "alg": "none", "kid": "a" });
    let hs256 = json!({ "alg": "HS256", "kid": "a" });
    let critical = with(signer.header(), "crit", Some(json!(["x"])));
    for (token, words) in [
        (signer.sign(&nobody), "neither `sub` nor `sid`"),
        (stranger.sign(&good()), "signature"),
        (unknown.sign(&good()), "no key"),
        (format!("{}.", unsigned(&none, &good())), "algorithm is not accepted"),
        (signed(&hs256, &good(), signer.point()), "algorithm is not accepted"),
        (signer.sign_with(&typed("JWT"), &good()), "`typ`"),
        (signer.sign_with(&typed("at+jwt"), &good()), "`typ`"),
        (signer.sign_with(&critical, &good()), "not supported"),
        ("e30.W10.c2ln".to_owned(), "no JSON object"),
        (String::new(), "three parts"),
    ] {
        assert_eq!(send(&app, &token), 400, "{words}");
        let cause = app.cause();
        assert!(cause.contains(words), "{words}: {cause}");
    }
    assert!(is_logged_in(&mut browser));
    for typ in ["logout+jwt", "application/logout+jwt"] {
        assert_eq!(send(&app, &signer.sign_with(&typed(typ), &good())), 200, "{typ}");
    }
    assert!(!is_logged_in(&mut browser));
}

#[test]
fn a_sid_names_one_session_and_a_subject_all() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let mut one = logged_in(&app, &fake, &signer, "one");
    let mut two = logged_in(&app, &fake, &signer, "two");
    let mut three = logged_in(&app, &fake, &signer, "three");
    assert_eq!(send(&app, &signer.sign(&with(claims(&app, &fake, 1), "sub", None))), 200);
    assert_eq!([&mut one, &mut two, &mut three].map(is_logged_in), [false, true, true]);
    assert_eq!(send(&app, &signer.sign(&with(claims(&app, &fake, 2), "sid", None))), 200);
    assert_eq!([&mut two, &mut three].map(is_logged_in), [false, false]);
    assert_eq!(send(&app, &signer.sign(&claims(&app, &fake, 3))), 200, "nothing is left to end");
}

#[test]
fn a_token_is_good_once_but_not_spent_by_an_outage() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let mut browser = logged_in(&app, &fake, &signer, "one");
    let token = signer.sign(&claims(&app, &fake, 1));
    *app.state.is_broken.lock().unwrap() = true;
    assert_eq!(send(&app, &token), 503);
    assert!(is_logged_in(&mut browser));
    *app.state.is_broken.lock().unwrap() = false;
    assert_eq!(send(&app, &token), 200, "the provider tries again");
    assert!(!is_logged_in(&mut browser));
    let mut again = logged_in(&app, &fake, &signer, "one");
    assert_eq!(send(&app, &token), 400);
    assert!(app.cause().contains("used before"));
    app.clock.advance(Duration::from_mins(2));
    assert_eq!(send(&app, &token), 400, "remembered as long as it lasts, clock skew included");
    assert!(app.cause().contains("used before"));
    app.clock.advance(Duration::from_secs(31));
    assert_eq!(send(&app, &token), 400);
    assert!(app.cause().contains("expired"));
    assert!(is_logged_in(&mut again));
}

#[test]
fn a_request_is_a_form_with_one_token() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let mut browser = logged_in(&app, &fake, &signer, "one");
    let token = signer.sign(&claims(&app, &fake, 1));
    let form = format!("logout_token={token}");
    let send = |media_type: &str, body: &str| {
        let headers = [("content-type", media_type)];
        let address = app.served.address();
        portcullis_tests::client::send(address, "POST", "/login/fake/logout", &headers, Some(body))
            .status
    };
    let media_type = "application/x-www-form-urlencoded";
    assert_eq!(send("text/plain", &form), 400);
    assert_eq!(send(media_type, &format!("{form}&{form}")), 400);
    assert_eq!(send(media_type, "a=b"), 400);
    assert_eq!(send(media_type, ""), 400);
    assert!(is_logged_in(&mut browser));
    assert_eq!(send(&format!("{media_type}; charset=utf-8"), &form), 200);
}

#[test]
fn a_provider_that_cannot_be_asked_leaves_the_token_for_later() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    fake.says(DISCOVERY, Says::Status(500));
    let token = signer.sign(&claims(&app, &fake, 1));
    assert_eq!(send(&app, &token), 503);
    fake.says(DISCOVERY, Says::Json(fake.document()));
    app.clock.advance(Duration::from_secs(5));
    assert_eq!(send(&app, &token), 200);
    let next = Signer::new("b");
    fake.says(KEYS, Says::Status(500));
    assert_eq!(send(&app, &next.sign(&claims(&app, &fake, 2))), 503, "its key may be new");
}

#[test]
fn at_an_api_only_an_access_token_is_one() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let jwt = Jwt::access_tokens(fake.issuer(), "fake")
        .key(Key::jwk(&signer.jwk().to_string()))
        .build()
        .unwrap();
    let _: Security<Permission> = Security::builder().authenticator(jwt.clone()).build().unwrap();
    let access = json!({
        "iss": fake.issuer(), "aud": "fake", "sub": "alice", "iat": now(), "exp": now() + 120,
        "jti": "1", "client_id": "fake", "nonce": "a",
    });
    let typed = |typ: &str| with(signer.header(), "typ", Some(json!(typ)));
    let verify = |token: &str| jwt.verify::<Permission>(token).is_ok();
    assert!(verify(&signer.sign_with(&typed("at+jwt"), &access)));
    for header in [signer.header(), typed("JWT"), typed("logout+jwt"), typed("rt+jwt")] {
        assert!(!verify(&signer.sign_with(&header, &access)), "{header}");
    }
}
