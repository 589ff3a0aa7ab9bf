//! Logins at the certified provider, from the first redirect to the session, and what it refuses.

use serde_json::{Value, json};

use crate::app::{SESSION, TestApp, login_at};
use crate::browser::{APP, parameter, with_parameter};
use crate::certified::Certified;

const LOGIN: &str = "__Host-oidc-login";

fn app(provider: &mut Certified, clients: &[&'static str]) -> TestApp {
    let app = TestApp::with(clients.iter().map(|name| (*name, provider.client(name))).collect());
    provider.app_is_at(app.served.address());
    app
}

fn callback_of(client: &str) -> String {
    format!("{APP}/login/{client}/callback")
}

#[test]
fn a_login_end_to_end_for_each_kind_of_client_and_key() {
    let Some(mut provider) = Certified::start() else { return };
    let clients = ["rsa", "post", "ec", "ed"];
    let app = app(&mut provider, &clients);
    for client in clients {
        let mut browser = app.browser();
        assert_eq!(browser.get(&format!("{APP}/me")).status, 401);
        let begun = browser.get(&format!("{}?return_to=%2Fme%3Fa%3Db", login_at(client)));
        assert_eq!(begun.status, 303);
        assert_eq!(begun.header("cache-control"), Some("no-store"));
        let cookie = begun.header("set-cookie").unwrap();
        let attributes = "; Path=/; Max-Age=600; Secure; HttpOnly; SameSite=Lax";
        assert!(
            cookie.starts_with("__Host-oidc-login=") && cookie.ends_with(attributes),
            "{cookie}"
        );
        let asked = |name| parameter(begun.location(), name);
        assert_eq!(asked("response_type").as_deref(), Some("code"));
        assert_eq!(asked("code_challenge_method").as_deref(), Some("S256"));
        assert_eq!(asked("redirect_uri"), Some(callback_of(client)));
        for secret in ["state", "nonce", "code_challenge"] {
            assert_eq!(asked(secret).unwrap().len(), 43, "{secret}");
        }
        assert!(!cookie.contains(&asked("state").unwrap()));

        let back = browser.until(begun.location(), &callback_of(client));
        assert_eq!(parameter(&back, "iss").as_deref(), Some(provider.issuer.as_str()));
        let finished = browser.get(&back);
        assert_eq!((finished.status, finished.location()), (303, "/me?a=b"));
        assert_eq!(finished.header("cache-control"), Some("no-store"));
        assert_eq!(browser.cookie(LOGIN), None, "the browser has forgotten the login");
        let me: Value = serde_json::from_str(&browser.get(&format!("{APP}/me")).body).unwrap();
        assert_eq!(me["subject"], format!("{client}|alice"));
        assert_eq!(me["methods"], json!(["pwd", "otp", "mfa"]));
        assert_eq!(
            me["label"]["roles"],
            json!(["reader", "editor"]),
            "of groups in the table only"
        );
        assert_eq!(me["label"]["tenant"], "north");
        assert_eq!(me["label"]["acr"], "urn:example:two");
        assert_eq!(
            (&me["label"]["sid"], &me["label"]["authenticated"]),
            (&json!(true), &json!(true))
        );
        let events = app.events();
        assert_eq!(events.len(), 1, "{events:?}");
        assert_eq!(events[0].0, "authn_login_success");
    }
}

#[test]
fn a_group_that_is_not_in_the_table_grants_nothing() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider, &["rsa"]);
    let mut browser = app.browser();
    let me = browser.follow(&format!("{}?hint=bob", login_at("rsa")));
    let me: Value = serde_json::from_str(&me.body).unwrap();
    assert_eq!((&me["subject"], &me["label"]["roles"]), (&json!("rsa|bob"), &json!([])));
}

#[test]
fn a_callback_is_good_once_and_for_the_browser_that_began() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider, &["rsa", "ec"]);
    let mut browser = app.browser();
    let back = browser.until(&login_at("rsa"), &callback_of("rsa"));
    let before = browser.clone();

    let mut other = app.browser();
    assert_eq!(other.get(&back).status, 400, "no cookie");
    assert!(app.cause().contains("no login is under way here"));
    other.until(&login_at("rsa"), &callback_of("rsa"));
    assert_eq!(other.get(&back).status, 400, "the cookie of another login");
    assert!(app.cause().contains("`state` is not that of this browser's login"));
    let elsewhere = back.replace("/login/rsa/", "/login/ec/");
    assert_eq!(before.clone().get(&elsewhere).status, 400, "the route of another provider");
    assert!(app.cause().contains("the login began with another provider"));

    assert_eq!(browser.get(&back).status, 303);
    app.events();
    assert_eq!(browser.get(&back).status, 400, "the cookie is gone");
    app.events();
    let replayed = before.clone().get(&back);
    assert_eq!(replayed.status, 400, "the cookie was copied before");
    assert_eq!(replayed.header("set-cookie").map(|c| c.contains("Max-Age=0")), Some(true));
    assert!(!replayed.body.contains("finished"), "the browser is told nothing: {}", replayed.body);
    assert!(app.cause().contains("the login was finished before"));
}

#[test]
fn the_provider_holds_a_code_against_the_browser_that_asked_for_it() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider, &["rsa"]);
    let (mut victim, mut attacker) = (app.browser(), app.browser());
    let own = victim.until(&login_at("rsa"), &callback_of("rsa"));
    let injected = attacker.until(&format!("{}?hint=bob", login_at("rsa")), &callback_of("rsa"));
    let code = parameter(&injected, "code").unwrap();
    let refused = victim.get(&with_parameter(&own, "code", Some(&code)));
    assert_eq!(refused.status, 400);
    assert_eq!(victim.cookie(SESSION), None);
    assert!(app.cause().contains("the provider answered `invalid_grant`"));
}

#[test]
fn a_changed_cookie_is_no_cookie() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider, &["rsa"]);
    let mut browser = app.browser();
    let back = browser.until(&login_at("rsa"), &callback_of("rsa"));
    let cookie = browser.cookie(LOGIN).unwrap().to_owned();
    for position in [0, 20, cookie.len() / 2, cookie.len() - 2] {
        let mut changed = cookie.clone().into_bytes();
        changed[position] = if changed[position] == b'A' { b'B' } else { b'A' };
        browser.set_cookie(LOGIN, &String::from_utf8(changed).unwrap());
        assert_eq!(browser.get(&back).status, 400);
        assert!(app.cause().contains("the login's cookie is not ours"), "{position}");
    }
    browser.set_cookie(LOGIN, &cookie);
    assert_eq!(browser.get(&back).status, 303, "the right one is still good");
}

#[test]
fn whom_the_provider_turns_down_is_not_logged_in() {
    let Some(mut provider) = Certified::start() else { return };
    let app = app(&mut provider, &["rsa"]);
    let mut browser = app.browser();
    let back = browser.until(&format!("{}?hint=deny", login_at("rsa")), &callback_of("rsa"));
    let refused = browser.get(&back);
    assert_eq!((refused.status, browser.cookie(SESSION)), (400, None));
    assert!(!refused.body.contains("the user said no"), "{}", refused.body);
    assert!(app.cause().contains("the provider answered `access_denied`"));
    let back = browser.until(&format!("{}?prompt=none", login_at("rsa")), &callback_of("rsa"));
    assert_eq!(browser.get(&back).status, 400, "nobody is logged in at the provider");
    assert!(app.cause().contains("the provider answered `login_required`"));
}

#[test]
fn an_answer_of_another_provider_is_refused() {
    let (Some(mut first), Some(second)) = (Certified::start(), Certified::start()) else { return };
    let app = TestApp::with(vec![("rsa", first.client("rsa")), ("ec", second.client("ec"))]);
    first.app_is_at(app.served.address());
    // The attacker's provider answers in the place of the one that was asked: to the route of that
    // one, with the state of that login.
    let mut browser = app.browser();
    let honest = browser.until(&login_at("rsa"), &callback_of("rsa"));
    let mixed = with_parameter(&honest, "iss", Some(&second.issuer));
    assert_eq!(browser.clone().get(&mixed).status, 400);
    assert!(app.cause().contains("`iss` names another provider"));
    let mixed = with_parameter(&honest, "iss", None);
    assert_eq!(browser.clone().get(&mixed).status, 400);
    assert!(app.cause().contains("`iss` is missing although the provider always sends it"));
    assert_eq!(browser.get(&honest).status, 303);
}
