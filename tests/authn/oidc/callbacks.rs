//! Callbacks that are almost good, and paths to return to.

use std::time::Duration;

use serde_json::json;

use crate::app::{TestApp, login_at};
use crate::browser::{APP, with_parameter};
use crate::fake::{Fake, KEYS, Says, TOKEN};
use crate::id_tokens::{Ceremony, fake_app};
use crate::keys::Signer;

#[test]
fn parameters_that_are_not_as_they_must_be_are_refused_before_the_code_is_sent() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let mut ceremony = Ceremony::begin(&app, &fake);
    fake.gives(&signer.sign(&ceremony.claims(&app)));
    let (good, state) = (ceremony.callback(), ceremony.state.clone());
    let other = "https://other.example";
    for (url, words) in [
        (format!("{good}&code=another"), "twice"),
        (format!("{good}&state={state}"), "twice"),
        (format!("{good}&iss={}", fake.issuer()), "twice"),
        (format!("{good}&error=access_denied"), "either a code or an error"),
        (with_parameter(&good, "code", None), "either a code or an error"),
        (with_parameter(&good, "state", None), "no `state`"),
        (with_parameter(&good, "state", Some("")), "`state` is not"),
        (with_parameter(&good, "state", Some(&state[1..])), "`state` is not"),
        (with_parameter(&good, "state", Some(&state.to_uppercase())), "`state` is not"),
        (with_parameter(&good, "iss", None), "`iss` is missing"),
        (with_parameter(&good, "iss", Some("")), "`iss` names another"),
        (with_parameter(&good, "iss", Some(other)), "`iss` names another"),
        (with_parameter(&good, "iss", Some(&format!("{}/", fake.issuer()))), "`iss` names another"),
        (good.replace("code=a-code", "error=%3Cscript%3E"), "another error"),
        (
            with_parameter(&good.replace("code=a-code", "error=access_denied"), "iss", Some(other)),
            "`iss` names another",
        ),
    ] {
        // Each attempt comes with the cookie, which an answer to a refusal removes.
        let answer = ceremony.browser.clone().get(&url);
        assert_eq!(answer.status, 400, "{url}");
        let cause = app.cause();
        assert!(cause.contains(words), "{url}: {cause}");
    }
    assert!(fake.asked(TOKEN).is_empty());
    assert_eq!(ceremony.browser.get(&good).status, 303);
    let sent = fake.asked(TOKEN);
    assert_eq!(sent.len(), 1);
    for part in ["grant_type=authorization_code", "code=a-code", "client_id=fake", "code_verifier="]
    {
        assert!(sent[0].contains(part), "{part}: {}", sent[0]);
    }
}

#[test]
fn a_provider_that_does_not_say_so_may_leave_itself_unnamed_but_not_name_another() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    fake.says_of_itself("authorization_response_iss_parameter_supported", json!(null));
    let app = fake_app(&fake, &signer, |provider| provider);
    let mut ceremony = Ceremony::begin(&app, &fake);
    fake.gives(&signer.sign(&ceremony.claims(&app)));
    let other = with_parameter(&ceremony.callback(), "iss", Some("https://other.example"));
    assert_eq!(ceremony.browser.clone().get(&other).status, 400);
    let unnamed = with_parameter(&ceremony.callback(), "iss", None);
    assert_eq!(ceremony.browser.get(&unnamed).status, 303);
}

#[test]
fn a_login_takes_less_than_ten_minutes() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    for (seconds, status) in [(599, 303), (600, 400)] {
        let ceremony = Ceremony::begin(&app, &fake);
        app.clock.advance(Duration::from_secs(seconds));
        fake.gives(&signer.sign(&ceremony.claims(&app)));
        assert_eq!(ceremony.finish().status, status, "{seconds}");
    }
    assert!(app.events().pop().unwrap().1.contains("the login has expired"));
}

#[test]
fn a_login_may_end_on_another_node_with_the_same_key() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let node = |byte: u8| {
        fake.says(KEYS, Says::Json(json!({ "keys": [signer.jwk()] })));
        TestApp::configured(vec![("fake", fake.client("fake"))], |builder| {
            builder.cookie_key(vec![byte; 32].into())
        })
    };
    let (first, second, stranger) = (node(1), node(1), node(2));
    let mut ceremony = Ceremony::begin(&first, &fake);
    fake.gives(&signer.sign(&ceremony.claims(&first)));
    ceremony.browser.app = stranger.served.address();
    let url = ceremony.callback();
    assert_eq!(ceremony.browser.clone().get(&url).status, 400);
    assert!(stranger.cause().contains("the login's cookie is not ours"));
    // The clock of the first may be ahead by the clock skew.
    first.clock.advance(Duration::from_secs(20));
    let mut ceremony = Ceremony::begin(&first, &fake);
    fake.gives(&signer.sign(&ceremony.claims(&second)));
    ceremony.browser.app = second.served.address();
    assert_eq!(ceremony.finish().status, 303, "{:?}", second.events());
}

#[test]
fn of_many_callbacks_at_once_one_logs_in() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let ceremony = Ceremony::begin(&app, &fake);
    fake.gives(&signer.sign(&ceremony.claims(&app)));
    let url = ceremony.callback();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| {
                let (mut browser, url) = (ceremony.browser.clone(), &url);
                scope.spawn(move || browser.get(url).status)
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| matches!(status, 303 | 400)), "{statuses:?}");
}

#[test]
fn a_login_ends_in_this_app() {
    let fake = Fake::start();
    let app = TestApp::with(vec![("fake", fake.client("fake"))]);
    let begin = |encoded: &str| {
        let mut browser = app.browser();
        let page = browser.get(&format!("{}?return_to={encoded}", login_at("fake")));
        (page.status, page.header("location").map(str::to_owned))
    };
    for good in ["%2F", "%2Fa%3Fb%3D%252F%252Fevil.example", "%2Fa%23b"] {
        assert_eq!(begin(good).0, 303, "{good}");
    }
    for bad in [
        "https%3A%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "%2F%5Cevil.example",
        "%5C%5Cevil.example",
        "%2F%09%2Fevil.example",
        "%2F%0D%0ALocation%3A%20https%3A%2F%2Fevil.example",
        "javascript%3Aalert(1)",
        "evil.example",
        "",
    ] {
        assert_eq!(begin(bad), (400, None), "{bad}");
        assert!(app.cause().contains("`return_to` is no path of this app"));
    }
}

#[test]
fn a_provider_that_is_not_configured_is_refused() {
    let fake = Fake::start();
    let app = TestApp::with(vec![("fake", fake.client("fake"))]);
    for path in ["login/other", "login/other/callback?code=a&state=b", "end/other"] {
        assert_eq!(app.browser().get(&format!("{APP}/{path}")).status, 400, "{path}");
    }
    assert_eq!(app.browser().post(&format!("{APP}/login/other/logout"), &[]).status, 400);
    assert!(app.events().iter().all(|(_, words)| !words.contains("other")));
}
