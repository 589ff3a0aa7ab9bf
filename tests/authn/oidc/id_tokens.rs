//! ID tokens that are almost good, from a provider of our own.

use std::time::Duration;

use portcullis::authn::jwt::Algorithm;
use portcullis::authn::oidc::Provider;
use portcullis_tests::tokens::{signed, unsigned, with};
use serde_json::{Value, json};

use crate::app::{SESSION, TestApp, login_at};
use crate::browser::{APP, Browser, Page, parameter};
use crate::fake::{ACCESS_TOKEN, Fake, KEYS, Says};
use crate::keys::{Signer, half_hash};

/// An app that logs in at `fake`, which signs with `signer`.
pub(crate) fn fake_app(
    fake: &Fake,
    signer: &Signer,
    more: impl FnOnce(Provider) -> Provider,
) -> TestApp {
    fake.says(KEYS, Says::Json(json!({ "keys": [signer.jwk()] })));
    TestApp::with(vec![("fake", more(fake.client("fake")))])
}

/// A login that is under way: the browser is at the provider.
pub(crate) struct Ceremony {
    pub(crate) browser: Browser,
    pub(crate) state: String,
    nonce: String,
    pub(crate) issuer: String,
}

impl Ceremony {
    pub(crate) fn begin(app: &TestApp, fake: &Fake) -> Self {
        let mut browser = app.browser();
        let begun = browser.get(&login_at("fake"));
        let asked = |name| parameter(begun.location(), name).unwrap();
        Self { state: asked("state"), nonce: asked("nonce"), issuer: fake.issuer(), browser }
    }

    /// Good claims for it.
    pub(crate) fn claims(&self, app: &TestApp) -> Value {
        json!({
            "iss": self.issuer, "aud": "fake", "sub": "alice", "nonce": self.nonce,
            "iat": app.now(), "exp": app.now() + 300,
        })
    }

    pub(crate) fn callback(&self) -> String {
        format!("{APP}/login/fake/callback?code=a-code&state={}&iss={}", self.state, self.issuer)
    }

    /// The browser comes back.
    pub(crate) fn finish(mut self) -> Page {
        let page = self.browser.get(&self.callback());
        assert_eq!(page.status == 303, self.browser.cookie(SESSION).is_some());
        page
    }
}

/// What comes of a login with this token: the status, and the cause where it is refused.
fn outcome(app: &TestApp, fake: &Fake, make: impl FnOnce(&Value) -> String) -> (u16, String) {
    let ceremony = Ceremony::begin(app, fake);
    fake.gives(&make(&ceremony.claims(app)));
    let status = ceremony.finish().status;
    (status, app.cause())
}

/// Refused for a cause with these words, while the token without the change is good.
fn refused(what: &str, (status, cause): (u16, String), words: &str) {
    assert_eq!(status, 400, "{what}: {cause}");
    assert!(cause.contains(words), "{what}: {cause}");
}

#[test]
fn claims_that_are_not_as_they_must_be_are_refused() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider.trust_audience("friend"));
    let (at, code) = (half_hash(ACCESS_TOKEN), half_hash("a-code"));
    let claims = |name: &str, value: Value| {
        let value = (!value.is_null()).then_some(value);
        outcome(&app, &fake, |good| signer.sign(&with(good.clone(), name, value)))
    };
    for (name, value) in [
        ("a", json!(1)),
        ("aud", json!(["fake"])),
        ("azp", json!("fake")),
        ("at_hash", json!(at)),
        ("c_hash", json!(code)),
        ("exp", json!(app.now() - 20)),
        ("iat", json!(app.now() + 20)),
        ("nbf", json!(app.now() + 20)),
        ("auth_time", json!(app.now() - 1_000_000)),
    ] {
        assert_eq!(claims(name, value.clone()).0, 303, "{name} {value}");
    }
    for (name, value, words) in [
        ("nonce", json!("another"), "`nonce`"),
        ("nonce", json!(null), "`nonce`"),
        ("iss", json!("https://other.example"), "`iss`"),
        ("iss", json!(format!("{}/", fake.issuer())), "`iss`"),
        ("iss", json!(null), "malformed"),
        ("aud", json!("other"), "`aud`"),
        ("aud", json!(["other"]), "`aud`"),
        ("aud", json!([]), "`aud`"),
        ("aud", json!(null), "`aud`"),
        ("aud", json!(["fake", "other"]), "`aud`"),
        ("aud", json!(["fake", "friend"]), "`azp` is missing"),
        ("azp", json!("other"), "`azp` names another"),
        ("azp", json!(1), "malformed"),
        ("sub", json!(null), "malformed"),
        ("sub", json!(""), "must be a string"),
        ("sub", json!("x".repeat(256)), "`sub`"),
        ("exp", json!(app.now() - 40), "expired"),
        ("exp", json!(null), "malformed"),
        ("exp", json!("soon"), "malformed"),
        ("iat", json!(app.now() + 60), "`iat` is in the future"),
        ("iat", json!(app.now() - 60), "`iat` is before"),
        ("iat", json!(null), "malformed"),
        ("nbf", json!(app.now() + 60), "`nbf`"),
        ("nbf", json!("later"), "must be a time"),
        ("auth_time", json!(app.now() + 60), "`auth_time` is in the future"),
        ("at_hash", json!(half_hash("another token")), "`at_hash`"),
        ("c_hash", json!(half_hash("another code")), "`c_hash`"),
        ("events", json!({}), "security event"),
    ] {
        refused(&format!("{name} {value}"), claims(name, value), words);
    }
    let both = outcome(&app, &fake, |good| {
        let two = with(good.clone(), "aud", Some(json!(["fake", "friend"])));
        signer.sign(&with(two, "azp", Some(json!("fake"))))
    });
    assert_eq!(both.0, 303, "{}", both.1);
}

#[test]
fn signatures_that_are_not_the_providers_are_refused() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let (stranger, unknown) = (Signer::new("a"), Signer::new("z"));
    let header = |alg: &str| json!({ "alg": alg, "kid": "a" });
    let jwk = signer.jwk().to_string();
    for (what, token, words) in [
        ("another key", outcome(&app, &fake, |good| stranger.sign(good)), "signature"),
        ("unknown key", outcome(&app, &fake, |good| unknown.sign(good)), "no key"),
        (
            "none",
            outcome(&app, &fake, |good| format!("{}.", unsigned(&header("none"), good))),
            "algorithm is not accepted",
        ),
        (
            "None",
            outcome(&app, &fake, |good| format!("{}.", unsigned(&header("None"), good))),
            "malformed",
        ),
        (
            "none with a signature",
            outcome(&app, &fake, |good| signer.sign_with(&header("none"), good)),
            "algorithm is not accepted",
        ),
        (
            "HS256 with the public point",
            outcome(&app, &fake, |good| signed(&header("HS256"), good, signer.point())),
            "algorithm is not accepted",
        ),
        (
            "HS256 with the public JWK",
            outcome(&app, &fake, |good| signed(&header("HS256"), good, jwk.as_bytes())),
            "algorithm is not accepted",
        ),
        (
            "HS256 with the client id",
            outcome(&app, &fake, |good| signed(&header("HS256"), good, b"fake")),
            "algorithm is not accepted",
        ),
        (
            "ES384 with a key for ES256",
            outcome(&app, &fake, |good| signer.sign_with(&header("ES384"), good)),
            "algorithm is not accepted",
        ),
        (
            "RS256 with a key for ES256",
            outcome(&app, &fake, |good| signer.sign_with(&header("RS256"), good)),
            "no key",
        ),
        (
            "an empty signature",
            outcome(&app, &fake, |good| format!("{}.", unsigned(&signer.header(), good))),
            "signature",
        ),
    ] {
        refused(what, token, words);
    }
    assert_eq!(outcome(&app, &fake, |good| signer.sign(good)).0, 303);
}

#[test]
fn headers_and_forms_that_are_not_plain_are_refused() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider);
    let headed = |name: &str, value: Value| {
        outcome(&app, &fake, |good| {
            signer.sign_with(&with(signer.header(), name, Some(value)), good)
        })
    };
    for typ in ["JWT", "jwt"] {
        assert_eq!(headed("typ", json!(typ)).0, 303, "{typ}");
    }
    for (name, value, words) in [
        ("typ", json!("logout+jwt"), "`typ`"),
        ("typ", json!("at+jwt"), "`typ`"),
        ("cty", json!("JWT"), "`cty`"),
        ("crit", json!(["b64"]), "not supported"),
        ("b64", json!(false), "not supported"),
        ("kid", json!(1), "malformed"),
    ] {
        refused(&format!("{name} {value}"), headed(name, value), words);
    }
    let twice = outcome(&app, &fake, |good| {
        use base64::Engine as _;
        let encode = |text: String| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        let claims = good.to_string().replace('{', r#"{"a":1,"a":2,"#);
        signer.sign_text(&format!("{}.{}", encode(signer.header().to_string()), encode(claims)))
    });
    refused("a claim twice", twice, "no JSON object");
    let long = outcome(&app, &fake, |good| {
        signer.sign(&with(good.clone(), "a", Some(json!("x".repeat(20_000)))))
    });
    refused("a long token", long, "too long");
    fake.says(
        crate::fake::TOKEN,
        Says::Json(json!({ "access_token": "a", "token_type": "Bearer" })),
    );
    let ceremony = Ceremony::begin(&app, &fake);
    let none = (ceremony.finish().status, app.cause());
    refused("no ID token", none, "no ID token");
}

#[test]
fn when_and_how_somebody_authenticated_is_as_asked_for() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| {
        provider.max_age(Duration::from_mins(5)).acr_values(["two", "three"])
    });
    let begun = app.browser().get(&login_at("fake"));
    assert_eq!(parameter(begun.location(), "max_age").as_deref(), Some("300"));
    assert_eq!(parameter(begun.location(), "acr_values").as_deref(), Some("two three"));
    let with_both = |auth_time: Option<u64>, acr: Option<&str>| {
        outcome(&app, &fake, |good| {
            let claims = with(good.clone(), "auth_time", auth_time.map(Value::from));
            signer.sign(&with(claims, "acr", acr.map(Value::from)))
        })
    };
    assert_eq!(with_both(Some(app.now() - 200), Some("three")).0, 303);
    refused("long ago", with_both(Some(app.now() - 340), Some("two")), "longer ago than `max_age`");
    refused("no time", with_both(None, Some("two")), "`auth_time` is missing");
    refused("another acr", with_both(Some(app.now()), Some("one")), "`acr`");
    refused("no acr", with_both(Some(app.now()), None), "`acr`");
}

#[test]
fn an_algorithm_that_is_not_accepted_is_refused_though_its_key_is_known() {
    let (fake, signer) = (Fake::start(), Signer::new("a"));
    let app = fake_app(&fake, &signer, |provider| provider.algorithms([Algorithm::RS256]));
    let outcome = outcome(&app, &fake, |good| signer.sign(good));
    refused("ES256", outcome, "algorithm is not accepted");
}
