//! Configurations that cannot be used.

use std::time::Duration;

use portcullis::authn::jwt::Algorithm;
use portcullis::authn::oidc::{Oidc, OidcProblem, Provider};

use crate::app::egress;

const ISSUER: &str = "https://accounts.example";
const CALLBACK: &str = "https://app.example/callback";

fn problems(providers: Vec<(&str, Provider)>) -> Vec<OidcProblem> {
    let mut builder = Oidc::builder().egress(egress());
    for (name, provider) in providers {
        builder = builder.provider(name, provider);
    }
    builder.build().map_or_else(|error| error.problems().to_vec(), |_| Vec::new())
}

fn plain() -> Provider {
    Provider::new(ISSUER, "client", CALLBACK)
}

#[test]
fn a_good_configuration_has_no_problems() {
    assert_eq!(problems(vec![("a", plain())]), []);
    let local = Provider::new("http://127.0.0.1:8080", "client", "http://localhost/cb");
    assert_eq!(problems(vec![("a", local.danger_allow_loopback_http("a test"))]), []);
}

#[test]
fn every_problem_is_named() {
    let a = || "a".to_owned();
    let local = |issuer: &str, callback: &str| {
        Provider::new(issuer, "client", callback).danger_allow_loopback_http("a test")
    };
    for (provider, expected) in [
        (Provider::new("http://accounts.example", "client", CALLBACK), OidcProblem::Issuer(a())),
        (Provider::new("http://127.0.0.1", "client", CALLBACK), OidcProblem::Issuer(a())),
        (local("http://accounts.example", CALLBACK), OidcProblem::Issuer(a())),
        (local("http://127.0.0.1.evil.example", CALLBACK), OidcProblem::Issuer(a())),
        (Provider::new("https://a.example/?b", "client", CALLBACK), OidcProblem::Issuer(a())),
        (Provider::new("https://a.example/#b", "client", CALLBACK), OidcProblem::Issuer(a())),
        (Provider::new("https://u:p@a.example", "client", CALLBACK), OidcProblem::Issuer(a())),
        (Provider::new("accounts", "client", CALLBACK), OidcProblem::Issuer(a())),
        (Provider::new(ISSUER, "", CALLBACK), OidcProblem::ClientId(a())),
        (Provider::new(ISSUER, " client", CALLBACK), OidcProblem::ClientId(a())),
        (Provider::new(ISSUER, "client", "http://app.example/"), OidcProblem::RedirectUri(a())),
        (Provider::new(ISSUER, "client", "http://localhost/"), OidcProblem::RedirectUri(a())),
        (local(ISSUER, "http://10.0.0.1/"), OidcProblem::RedirectUri(a())),
        (Provider::new(ISSUER, "client", "/callback"), OidcProblem::RedirectUri(a())),
        (Provider::new(ISSUER, "client", "https://a.example/#b"), OidcProblem::RedirectUri(a())),
        (plain().post_logout_redirect_uri("http://a.example"), OidcProblem::RedirectUri(a())),
        (plain().client_secret("".into()), OidcProblem::EmptySecret(a())),
        (plain().scope("two scopes"), OidcProblem::Scope(a())),
        (plain().acr_values([""]), OidcProblem::AcrValue(a())),
        (plain().algorithms([]), OidcProblem::NoAlgorithm(a())),
        (plain().algorithms([Algorithm::HS256]), OidcProblem::Symmetric(a(), Algorithm::HS256)),
        (
            plain().clock_skew(Duration::from_secs(301)),
            OidcProblem::ClockSkew(a(), Duration::from_secs(301)),
        ),
        (plain().danger_allow_loopback_http(" "), OidcProblem::NoReason(a())),
    ] {
        assert_eq!(problems(vec![("a", provider)]), [expected]);
    }
}

#[test]
fn providers_are_told_apart() {
    assert_eq!(problems(vec![]), [OidcProblem::NoProvider]);
    for name in ["", "A", "a|b", "a b", "a/b"] {
        assert_eq!(problems(vec![(name, plain())]), [OidcProblem::Name(name.to_owned())]);
    }
    assert_eq!(
        problems(vec![("a", plain()), ("a", plain())]),
        [OidcProblem::NameTaken("a".to_owned()), OidcProblem::RedirectUriTaken("a".to_owned())]
    );
}

#[test]
fn a_key_that_could_be_guessed_is_refused() {
    let built = |length| {
        let builder = Oidc::builder().egress(egress()).provider("a", plain());
        builder.cookie_key(vec![1; length].into()).build()
    };
    assert!(built(32).is_ok());
    assert_eq!(built(31).unwrap_err().problems(), [OidcProblem::ShortCookieKey]);
}
