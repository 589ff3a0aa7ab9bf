//! Providers that are down, slow, or not what they should be: 503, and never a login.

use std::time::{Duration, Instant};

use portcullis_tests::client::send_raw;
use serde_json::{Value, json};

use crate::app::{TestApp, login_at};
use crate::fake::{DISCOVERY, Fake, KEYS, Says, TOKEN};
use crate::id_tokens::{Ceremony, fake_app};
use crate::keys::Signer;

fn is_503(app: &TestApp) -> bool {
    let page = app.browser().get(&login_at("fake"));
    page.status == 503 && page.header("retry-after").is_some() && page.header("location").is_none()
}

#[test]
fn a_provider_that_cannot_be_discovered_logs_nobody_in() {
    let fake = Fake::start();
    let document = |name: &str, value: Value| {
        let mut document = fake.document();
        document[name] = value;
        Says::Json(document)
    };
    let mut without = fake.document();
    without.as_object_mut().unwrap().remove("token_endpoint");
    for (says, words) in [
        (Says::Status(404), "status 404"),
        (Says::Status(500), "status 500"),
        (Says::Nothing, "no answer in time"),
        (Says::Redirect(format!("{}{KEYS}", fake.issuer())), "redirected"),
        (Says::Json(json!([])), "malformed"),
        (Says::Json(json!({ "a": "x".repeat(300_000) })), "longer than"),
        (document("issuer", json!("https://other.example")), "another issuer"),
        (document("issuer", json!(format!("{}/", fake.issuer()))), "another issuer"),
        (Says::Json(without), "no token endpoint"),
        (document("authorization_endpoint", json!("http://evil.example/")), "not https"),
        (document("token_endpoint", json!("http://evil.example/")), "not https"),
        (document("jwks_uri", json!("http://evil.example/")), "not https"),
        (document("end_session_endpoint", json!("javascript:alert(1)")), "not https"),
        (document("authorization_endpoint", json!("javascript:alert(1)")), "not https"),
        (document("code_challenge_methods_supported", json!(["plain"])), "PKCE"),
        (document("jwks_uri", json!(format!("{}/gone", fake.issuer()))), "status 404"),
        (document("jwks_uri", json!(format!("{}{DISCOVERY}", fake.issuer()))), "key set"),
    ] {
        let app = TestApp::with(vec![("fake", fake.client("fake"))]);
        fake.says(DISCOVERY, says);
        let began = Instant::now();
        assert!(is_503(&app), "{words}");
        assert!(began.elapsed() < Duration::from_secs(10));
        let cause = app.cause();
        assert!(cause.contains(words), "{words}: {cause}");
        // It is not asked again at once, and then it is.
        let asked = fake.asked(DISCOVERY).len();
        assert!(is_503(&app));
        assert_eq!(fake.asked(DISCOVERY).len(), asked);
        fake.says(DISCOVERY, Says::Json(fake.document()));
        app.clock.advance(Duration::from_secs(5));
        assert_eq!(app.browser().get(&login_at("fake")).status, 303);
    }
}

#[test]
fn many_logins_at_once_ask_once() {
    let fake = Fake::start();
    let app = TestApp::with(vec![("fake", fake.client("fake"))]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let begin = || app.browser().get(&login_at("fake")).status;
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(begin)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses, [303; 8]);
    assert_eq!((fake.asked(DISCOVERY).len(), fake.asked(KEYS).len()), (1, 1));
}

#[test]
fn a_client_that_gives_up_takes_no_fetch_along() {
    let fake = Fake::start();
    fake.says(DISCOVERY, Says::Nothing);
    let app = TestApp::with(vec![("fake", fake.client("fake"))]);
    let request = b"GET /login/fake HTTP/1.1\r\nhost: app.example\r\n\r\n";
    let patience = Duration::from_millis(200);
    assert!(send_raw(app.served.address(), request, patience).is_none());
    assert!(is_503(&app), "it waits for the fetch that was begun");
    assert_eq!(fake.asked(DISCOVERY).len(), 1);
    fake.says(DISCOVERY, Says::Json(fake.document()));
    app.clock.advance(Duration::from_secs(5));
    assert_eq!(app.browser().get(&login_at("fake")).status, 303);
}

#[test]
fn a_provider_that_is_not_there_is_503() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let callback = "https://app.example/login/fake/callback";
    let provider =
        portcullis::authn::oidc::Provider::new(format!("http://{nobody}"), "fake", callback);
    let app = TestApp::with(vec![("fake", provider.danger_allow_loopback_http("a test"))]);
    assert!(is_503(&app));
    let page = app.browser().get(&login_at("fake"));
    assert!(!page.body.contains("127.0.0.1") && !page.body.contains("connection"), "{}", page.body);
}

#[test]
fn a_token_endpoint_that_does_not_answer_logs_nobody_in() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let refusal = json!({ "error": "invalid_grant" });
    for (says, status, words) in [
        (Says::Status(500), 503, "status 500"),
        (Says::Status(429), 503, "status 429"),
        (Says::Nothing, 503, "no answer in time"),
        (Says::Redirect(fake.issuer()), 503, "redirected"),
        (Says::Status(400), 400, "malformed"),
        (Says::Json(refusal), 400, "malformed"),
        (Says::Json(json!({ "access_token": "x".repeat(300_000) })), 503, "longer than"),
    ] {
        let mut ceremony = Ceremony::begin(&app, &fake);
        fake.says(TOKEN, says);
        let page = ceremony.browser.get(&ceremony.callback());
        let cause = app.cause();
        assert_eq!(page.status, status, "{words}: {cause}");
        assert!(cause.contains(words), "{words}: {cause}");
        assert!(page.header("location").is_none());
    }
}

#[test]
fn a_token_whose_key_cannot_be_asked_for_logs_nobody_in() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    for says in [Says::Status(500), Says::Nothing] {
        let ceremony = Ceremony::begin(&app, &fake);
        fake.gives(&Signer::new("new").sign(&ceremony.claims(&app)));
        fake.says(KEYS, says);
        assert_eq!(ceremony.finish().status, 503);
        app.clock.advance(Duration::from_secs(30));
    }
    let ceremony = Ceremony::begin(&app, &fake);
    fake.gives(&signer.sign(&ceremony.claims(&app)));
    assert_eq!(ceremony.finish().status, 303, "the old keys are still known");
}

#[test]
fn what_is_known_of_a_provider_is_good_for_a_day() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let begin = || app.browser().get(&login_at("fake")).status;
    assert_eq!(begin(), 303);
    app.clock.advance(Duration::from_mins(59));
    assert_eq!((begin(), fake.asked(DISCOVERY).len()), (303, 1));
    app.clock.advance(Duration::from_mins(1));
    assert_eq!((begin(), fake.asked(DISCOVERY).len()), (303, 2));
    fake.says(DISCOVERY, Says::Status(500));
    app.clock.advance(Duration::from_hours(23));
    assert_eq!((begin(), fake.asked(DISCOVERY).len()), (303, 3));
    app.clock.advance(Duration::from_hours(1));
    assert_eq!(begin(), 503);
}
