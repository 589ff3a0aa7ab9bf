//! Secrets stay where they belong.

use crate::app::TestApp;
use crate::browser::parameter;
use crate::certified::CLIENT_SECRET;
use crate::fake::{ACCESS_TOKEN, Fake, KEYS, Says, TOKEN};
use crate::id_tokens::Ceremony;
use crate::keys::Signer;
use serde_json::json;

const COOKIE_KEY: &[u8] = b"a planted key of thirty-two bytes";

#[test]
fn no_secret_is_shown_by_debug_or_in_the_audit_trail() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    fake.says(KEYS, Says::Json(json!({ "keys": [signer.jwk()] })));
    let provider = fake.client("fake").client_secret(CLIENT_SECRET.into());
    let shown = format!("{provider:?}");
    let app = TestApp::configured(vec![("fake", provider)], |builder| {
        builder.cookie_key(COOKIE_KEY.to_vec().into())
    });
    let mut ceremony = Ceremony::begin(&app, &fake);
    let cookie = ceremony.browser.cookie("__Host-oidc-login").unwrap().to_owned();
    let mut claims = ceremony.claims(&app);
    claims["email"] = json!("planted@example.org");
    let (good, bad) = (signer.sign(&claims), Signer::new("a").sign(&claims));
    for token in [&bad, &good] {
        fake.gives(token);
        ceremony.browser.set_cookie("__Host-oidc-login", &cookie);
        ceremony.browser.get(&ceremony.callback());
    }
    fake.says(TOKEN, Says::Status(400));
    let again = Ceremony::begin(&app, &fake);
    again.finish();

    let events = app.events();
    assert_eq!(events.len(), 3, "{events:?}");
    let shown = format!("{shown}{:?}{}{events:?}", app.state.oidc, app.debugged());
    let sent = fake.asked(TOKEN).join("&");
    let verifier = parameter(&format!("?{sent}"), "code_verifier").unwrap();
    let nonce = claims["nonce"].as_str().unwrap();
    let cookie_key = std::str::from_utf8(COOKIE_KEY).unwrap();
    for secret in [
        CLIENT_SECRET,
        cookie_key,
        &format!("{COOKIE_KEY:?}"),
        &ceremony.state,
        nonce,
        &verifier,
        &cookie,
        &good,
        &bad,
        ACCESS_TOKEN,
        "a-code",
        "planted@example.org",
    ] {
        assert!(!shown.contains(secret), "{secret}");
    }
    assert!(shown.contains("alice"), "who logged in is on record");
}
