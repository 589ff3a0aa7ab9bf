//! JSON Web Tokens and opaque tokens in one header.

use portcullis::authn::Bearer;
use portcullis_authn_tests::upstream::Upstream;
use portcullis_tests::tokens;
use serde_json::json;

use crate::{TOKEN, ask, good, introspection, serve};

#[test]
fn the_shape_of_a_token_decides_who_judges_it() {
    let upstream = Upstream::start(good());
    let introspection = introspection(&upstream).build().unwrap();
    let server = serve(Bearer::of(tokens::jwt(), introspection));
    let subject = |token: &str| {
        let reply = ask(&server, token);
        let body: serde_json::Value = serde_json::from_str(&reply.body).unwrap();
        (reply.status, body["subject"].as_str().map(str::to_owned))
    };
    assert_eq!(subject(&tokens::token("reader")), (200, Some("somebody".into())));
    assert_eq!(upstream.count(), 0);
    assert_eq!(subject(TOKEN), (200, Some("alice".into())));
    assert_eq!(subject("ya29.with-a-dot"), (200, Some("alice".into())));
    assert_eq!(upstream.count(), 2);
}

#[test]
fn a_refused_json_web_token_is_not_asked_about() {
    let upstream = Upstream::start(good());
    let introspection = introspection(&upstream).build().unwrap();
    let server = serve(Bearer::of(tokens::jwt(), introspection));
    let claims = tokens::claims("mallory", "admin");
    let header = json!({ "alg": "HS256" });
    let other_issuer = tokens::with(claims.clone(), "iss", Some(json!("https://evil.example")));
    for token in [
        tokens::signed(&header, &claims, &[7; 32]),
        tokens::hs256(&other_issuer),
        tokens::unsigned(&json!({ "alg": "none" }), &claims) + ".",
        tokens::unsigned(&header, &claims),
        tokens::unsigned(&header, &claims) + ".a.b.c",
        "a.b.c".to_owned(),
        format!(" {}", tokens::signed(&header, &claims, &[7; 32])),
    ] {
        assert_eq!(ask(&server, &token).status, 401, "{token}");
    }
    assert_eq!(upstream.count(), 0);
}

#[test]
fn an_introspection_alone_takes_any_shape() {
    let upstream = Upstream::start(good());
    let server = serve(introspection(&upstream).build().unwrap());
    assert_eq!(ask(&server, &tokens::token("reader")).status, 200);
    assert_eq!(upstream.count(), 1);
}
