//! Logouts with the certified provider: by the browser, and by the provider.

use crate::app::{TestApp, login_at};
use crate::browser::{APP, Browser, parameter};
use crate::certified::Certified;

fn me() -> String {
    format!("{APP}/me")
}

/// Logs in at `client` as `person`.
fn logged_in(app: &TestApp, client: &str, person: &str) -> Browser {
    let mut browser = app.browser();
    let page = browser.follow(&format!("{}?hint={person}", login_at(client)));
    assert_eq!(page.status, 200, "{page:?}");
    browser
}

fn app(provider: &mut Certified) -> TestApp {
    let app = TestApp::with(vec![("rsa", provider.client("rsa")), ("ec", provider.client("ec"))]);
    provider.app_is_at(app.served.address());
    app
}

#[test]
fn a_browser_logs_out_at_the_provider_and_comes_back() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider);
    let mut browser = logged_in(&app, "rsa", "alice");
    let asked = browser.get(&format!("{APP}/end/rsa"));
    assert_eq!(asked.status, 303);
    let url = asked.location();
    assert!(url.starts_with(&format!("{}/session/end?", provider.issuer)), "{url}");
    assert!(parameter(url, "id_token_hint").is_some() && parameter(url, "state").is_some());

    let page = browser.get(url);
    let (_, rest) = page.body.split_once("name=\"xsrf\" value=\"").expect("a form");
    let xsrf = rest.split('"').next().unwrap();
    let confirm = format!("{}/session/end/confirm", provider.issuer);
    let back = browser.post(&confirm, &[("xsrf", xsrf), ("logout", "yes")]);
    let back = back.location().to_owned();
    assert!(back.starts_with(&format!("{APP}/bye?state=")), "{back}");

    let mut other = app.browser();
    assert_eq!(other.get(&back).status, 400, "the logout of another browser");
    assert_eq!(browser.clone().get(&format!("{APP}/bye?state=a")).status, 400);
    assert_eq!(browser.clone().get(&format!("{back}&state=a")).status, 400);
    let home = browser.get(&back);
    assert_eq!((home.status, home.location()), (303, "/me?after=logout"));
    assert_eq!(browser.get(&back).status, 400, "that logout is over");

    // The provider has told us by the back channel meanwhile, and knows nobody any more.
    assert_eq!(browser.get(&me()).status, 401);
    let events = provider.tell("events");
    assert_eq!(events["events"].as_array().unwrap().len(), 1, "{events}");
    assert_eq!(events["events"][0]["status"], 200);
    let back = browser
        .until(&format!("{}?prompt=none", login_at("rsa")), &format!("{APP}/login/rsa/callback"));
    assert_eq!(parameter(&back, "error").as_deref(), Some("login_required"));
}

#[test]
fn the_provider_ends_the_sessions_of_one_login() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider);
    let mut alice = logged_in(&app, "rsa", "alice");
    let mut elsewhere = logged_in(&app, "ec", "alice");
    let mut bob = logged_in(&app, "rsa", "bob");
    app.events();
    assert_eq!(provider.tell("logout alice")["statuses"], serde_json::json!([200, 200]));
    assert_eq!(
        [&mut alice, &mut elsewhere, &mut bob].map(|b| b.get(&me()).status),
        [401, 401, 200]
    );
    let events = app.events();
    assert!(events.iter().all(|(name, _)| *name == "session_expired"), "{events:?}");

    // What the provider sent is good once.
    let told = provider.tell("events");
    let mut alice = logged_in(&app, "rsa", "alice");
    let mut seen = 0;
    for event in told["events"].as_array().unwrap() {
        assert_eq!(event["cache"], "no-store");
        let body = event["body"].as_str().unwrap();
        let token = parameter(&format!("?{body}"), "logout_token").unwrap();
        let url = format!("{APP}{}", event["path"].as_str().unwrap());
        let answer = app.browser().post(&url, &[("logout_token", &token)]);
        assert_eq!((answer.status, answer.header("cache-control")), (400, Some("no-store")));
        seen += 1;
    }
    assert_eq!(seen, 2);
    assert_eq!(alice.get(&me()).status, 200);
}

#[test]
fn an_id_token_of_the_provider_is_no_logout_token() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider);
    let mut browser = logged_in(&app, "rsa", "alice");
    app.events();
    let token = app.state.tokens.lock().unwrap().values().next().unwrap().clone();
    let answer =
        app.browser().post(&format!("{APP}/login/rsa/logout"), &[("logout_token", &token)]);
    assert_eq!(answer.status, 400);
    assert!(app.cause().contains("`events`"), "the token is good but for what it is");
    assert_eq!(browser.get(&me()).status, 200);
}
