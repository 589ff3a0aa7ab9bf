//! Configurations that are refused, each with the exact problem.

use std::time::Duration;

use serde_json::json;

use super::mint::{self, Signer};
use super::{AUDIENCE, ISSUER, SECRET};
use crate::authn::jwt::{Algorithm, ConfigProblem, Jwt, JwtBuilder, Key, WithKey};

fn secret() -> Key {
    Key::hs256(SECRET.to_vec().into())
}

fn builder() -> JwtBuilder<WithKey> {
    Jwt::bearer(ISSUER, AUDIENCE).key(secret())
}

fn problems(builder: JwtBuilder<WithKey>) -> Vec<ConfigProblem> {
    builder.build().err().map(|error| error.problems().to_vec()).unwrap_or_default()
}

#[test]
fn rules_are_validated() {
    let taken = |claim, name: &str| ConfigProblem::ClaimNameTaken { claim, name: name.into() };
    let minutes = Duration::from_mins;
    for (builder, expected) in [
        (builder(), None),
        (builder().leeway(minutes(5)), None),
        (builder().leeway(minutes(6)), Some(ConfigProblem::Leeway(minutes(6)))),
        (builder().max_length(0), Some(ConfigProblem::MaxLength)),
        (builder().type_headers([""; 0]), Some(ConfigProblem::TypeHeaders)),
        (builder().type_headers(["JWT", ""]), Some(ConfigProblem::TypeHeaders)),
        (builder().permissions_claim(""), Some(ConfigProblem::EmptyClaimName("permissions"))),
        (builder().roles_claim(""), Some(ConfigProblem::EmptyClaimName("roles"))),
        (builder().scope_claim(""), Some(ConfigProblem::EmptyClaimName("scope"))),
        (builder().tenant_claim(""), Some(ConfigProblem::EmptyClaimName("tenant"))),
        (builder().permissions_claim("sub"), Some(taken("permissions", "sub"))),
        (builder().roles_claim("permissions"), Some(taken("roles", "permissions"))),
        (builder().roles_claim("scp"), Some(taken("scope", "scp"))),
        (builder().roles_claim("scp").scope_claim("scope"), None),
        (builder().tenant_claim("roles"), Some(taken("tenant", "roles"))),
        (builder().tenant_claim("aud"), Some(taken("tenant", "aud"))),
    ] {
        assert_eq!(problems(builder), Vec::from_iter(expected));
    }
    for text in ["", " ", " x", "x\n"] {
        let issuer = problems(Jwt::bearer(text, AUDIENCE).key(secret()));
        assert_eq!(issuer, [ConfigProblem::Identifier("issuer")]);
        let audience = problems(Jwt::access_tokens(ISSUER, text).key(secret()));
        assert_eq!(audience, [ConfigProblem::Identifier("audience")]);
    }
}

#[test]
fn keys_are_validated_together() {
    let pem = Signer::new(Algorithm::ES256).pem();
    let public = || Key::pem(Algorithm::ES256, pem.as_str());
    let keys = |count: usize| (1..count).fold(builder(), |builder, _| builder.key(secret()));
    assert_eq!(problems(keys(16)), []);
    assert_eq!(problems(keys(17)), [ConfigProblem::TooManyKeys(17)]);
    assert_eq!(problems(builder().key(public())), [ConfigProblem::MixedKeys]);
    let twice = Jwt::bearer(ISSUER, AUDIENCE).key(public().kid("a")).key(public().kid("a"));
    assert_eq!(problems(twice), [ConfigProblem::DuplicateKeyId("a".into())]);
    let differ = Jwt::bearer(ISSUER, AUDIENCE).key(public().kid("a")).key(public().kid("A"));
    assert_eq!(problems(differ), []);
}

#[test]
fn all_problems_are_reported_at_once() {
    let error = Jwt::bearer("", AUDIENCE)
        .key(secret().kid(""))
        .key(Key::jwk("{}"))
        .leeway(Duration::from_secs(301))
        .build()
        .unwrap_err();
    assert_eq!(error.problems().len(), 4);
    assert_eq!(
        error.to_string(),
        "the token configuration cannot be used: the issuer is empty or has whitespace around it; \
         a leeway of 301s is more than five minutes; key 1: the `kid` is empty; \
         key 2: the JWK has no `alg`, expected `Key::jwk_for` with the algorithm"
    );
}

#[test]
fn nothing_shows_key_material() {
    let encoded = mint::base64url(SECRET);
    let oct = json!({ "kty": "oct", "alg": "HS256", "k": encoded }).to_string();
    let short = Key::hs256(b"canary-short".to_vec().into());
    let shown = [
        format!("{:?}", secret()),
        format!("{:?}", Key::jwk(&oct)),
        format!("{:?}", Key::pem(Algorithm::ES256, "canary")),
        format!("{:?}", builder()),
        format!("{:?}", builder().build().unwrap()),
        format!("{:?}", Jwt::bearer(ISSUER, AUDIENCE).key(Key::jwk(&oct)).build().unwrap()),
        format!("{:?}", Jwt::bearer(ISSUER, AUDIENCE).key(short).build().unwrap_err()),
    ];
    let bytes = format!("{SECRET:?}");
    let bytes = bytes.trim_matches(['[', ']']);
    for text in shown {
        for canary in ["canary", &encoded, bytes] {
            assert!(!text.contains(canary), "{text}");
        }
    }
}
