//! The blog with an OpenID provider of our own: a login makes an account and a session, and the
//! provider's logout ends that.
#![allow(missing_docs, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

#[allow(dead_code, reason = "shared with other tests")]
#[path = "../../../../tests/authn/oidc/browser.rs"]
mod browser;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../../../../tests/authn/oidc/fake.rs"]
mod fake;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../../../../tests/authn/oidc/keys.rs"]
mod keys;
mod program;

use browser::{APP, Browser, parameter};
use fake::{Fake, KEYS, Says, TOKEN};
use keys::Signer;
use portcullis_tests::tokens::now;
use program::Program;
use serde_json::{Value, json};

/// A provider that knows `key`, and the blog as its client.
fn start(signer: &Signer) -> (Fake, Program) {
    let fake = Fake::start();
    fake.says(KEYS, Says::Json(json!({ "keys": [signer.jwk()] })));
    let program = Program::start(Some(&fake.issuer()));
    (fake, program)
}

/// Logs `subject` in at the provider, which says `more` of them, and comes back with the browser.
fn log_in(fake: &Fake, blog: &Program, signer: &Signer, subject: &str, more: &Value) -> Browser {
    let mut browser = Browser::new(blog.address());
    let begun = browser.get(&format!("{APP}/oidc/login"));
    assert_eq!(begun.status, 303, "{begun:?}");
    let asked = |name| parameter(begun.location(), name).unwrap();
    assert_eq!(asked("redirect_uri"), format!("{}/oidc/callback", blog.own()));
    let mut claims = json!({
        "iss": fake.issuer(), "aud": "blog", "sub": subject, "nonce": asked("nonce"),
        "iat": now(), "exp": now() + 300, "sid": format!("sid of {subject}"),
    });
    claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    fake.gives(&signer.sign(&claims));
    let (state, issuer) = (asked("state"), fake.issuer());
    let back = format!("{APP}/oidc/callback?code=a-code&state={state}&iss={issuer}");
    let page = browser.get(&back);
    assert_eq!((page.status, page.header("location")), (303, Some("/sessions")), "{page:?}");
    assert!(fake.asked(TOKEN).last().unwrap().contains("code_verifier="));
    browser
}

fn status(browser: &mut Browser, path: &str) -> u16 {
    browser.get(&format!("{APP}{path}")).status
}

/// The number of the one user that the browser sees of its organisation: itself.
fn owner_of_a_new_blog(browser: &mut Browser, blog: &Program) -> i64 {
    let cookie = format!("__Host-session={}", browser.cookie("__Host-session").unwrap());
    let made = portcullis_tests::client::send(
        blog.address(),
        "POST",
        "/blogs",
        &[
            ("cookie", &cookie),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/json"),
        ],
        Some(r#"{"title": "t"}"#),
    );
    assert_eq!(made.status, 201, "{made:?}");
    serde_json::from_str::<Value>(&made.body).unwrap()["owner_id"].as_i64().unwrap()
}

#[test]
fn a_login_at_the_provider_is_a_session_of_one_account() {
    let signer = Signer::new("a");
    let (fake, blog) = start(&signer);
    // The address of somebody of the seed opens nothing of theirs.
    let claims = json!({"name": "Alice", "email": "ada@acme.example", "email_verified": true});
    let mut alice = log_in(&fake, &blog, &signer, "alice", &claims);
    assert_eq!((status(&mut alice, "/sessions"), status(&mut alice, "/users/1")), (200, 404));
    let id = owner_of_a_new_blog(&mut alice, &blog);
    assert!(id > 8, "{id}");
    let mut again = log_in(&fake, &blog, &signer, "alice", &json!({}));
    assert_eq!(owner_of_a_new_blog(&mut again, &blog), id);
    let mut bob = log_in(&fake, &blog, &signer, "bob", &json!({}));
    assert_ne!(owner_of_a_new_blog(&mut bob, &blog), id);
}

#[test]
fn a_callback_that_nobody_began_is_refused() {
    let signer = Signer::new("a");
    let (fake, blog) = start(&signer);
    let mut browser = Browser::new(blog.address());
    let back = format!("/oidc/callback?code=a-code&state=x&iss={}", fake.issuer());
    assert_eq!(status(&mut browser, &back), 400);
    assert_eq!(browser.cookie("__Host-session"), None);
}

#[test]
fn a_logout_at_the_provider_ends_the_session_here() {
    let signer = Signer::new("a");
    let (fake, blog) = start(&signer);
    let mut alice = log_in(&fake, &blog, &signer, "alice", &json!({}));
    let mut bob = log_in(&fake, &blog, &signer, "bob", &json!({}));
    let token = |signer: &Signer, id: &str| {
        signer.sign(&json!({
            "iss": fake.issuer(), "aud": "blog", "sub": "alice", "sid": "sid of alice",
            "iat": now(), "exp": now() + 120, "jti": id,
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        }))
    };
    let mut provider = Browser::new(blog.address());
    let mut send = |token: &str| {
        let url = format!("{APP}/oidc/back-channel-logout");
        provider.post(&url, &[("logout_token", token)]).status
    };
    assert_eq!(send(&token(&Signer::new("a"), "forged")), 400);
    assert_eq!(status(&mut alice, "/sessions"), 200);
    assert_eq!(send(&token(&signer, "good")), 200);
    assert_eq!((status(&mut alice, "/sessions"), status(&mut bob, "/sessions")), (401, 200));
}

#[test]
fn a_session_without_the_time_of_the_proof_makes_no_keys() {
    let signer = Signer::new("a");
    let (fake, blog) = start(&signer);
    let makes_a_key = |browser: &Browser| {
        let cookie = format!("__Host-session={}", browser.cookie("__Host-session").unwrap());
        let headers: &[(&str, &str)] = &[
            ("cookie", &cookie),
            ("sec-fetch-site", "same-origin"),
            ("content-type", "application/json"),
        ];
        let body = Some(r#"{"name": "k", "permissions": []}"#);
        let made =
            portcullis_tests::client::send(blog.address(), "POST", "/api-keys", headers, body);
        made.status
    };
    let silent = log_in(&fake, &blog, &signer, "alice", &json!({}));
    let recent = log_in(&fake, &blog, &signer, "alice", &json!({"auth_time": now()}));
    assert_eq!((makes_a_key(&silent), makes_a_key(&recent)), (401, 201));
}

#[test]
fn without_a_provider_there_is_nothing() {
    let blog = Program::start(None);
    let mut browser = Browser::new(blog.address());
    for path in ["/oidc/login", "/oidc/callback?code=a&state=b"] {
        assert_eq!(status(&mut browser, path), 404);
    }
    let url = format!("{APP}/oidc/back-channel-logout");
    assert_eq!(browser.post(&url, &[("logout_token", "x")]).status, 404);
}
