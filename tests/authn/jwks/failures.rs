//! Servers that do not give keys: each is a failure that says so, and tokens are answered 503.

use std::time::{Duration, Instant};

use portcullis::authn::jwks::{Jwks, JwksError};
use portcullis_authn_tests::upstream::{Answer, Upstream, until};
use serde_json::json;

use crate::issuer::{Signer, set, set_of};
use crate::{ask, jwks, jwt, loose, serve};

/// Asks once, and says why that failed.
fn failure(answer: Answer) -> String {
    let upstream = Upstream::start(answer);
    let jwks = jwks(&upstream).egress(&loose().max_body(10_000).build().unwrap()).start().unwrap();
    let server = serve(jwt(&jwks));
    let began = Instant::now();
    until("an attempt failed", || jwks.last_failure().is_some());
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    let reply = ask(&server, &Signer::new("a").token());
    assert_eq!((reply.status, reply.header("retry-after")), (503, Some("5")));
    assert!(!jwks.has_keys());
    assert_eq!(upstream.count(), 1, "within the cooldown nothing is asked again");
    jwks.last_failure().unwrap().to_string()
}

#[test]
fn a_server_that_is_slow_silent_or_gone() {
    let good = set([&Signer::new("a")]);
    assert_eq!(failure(Answer::Drip(good)), "no answer in time");
    assert_eq!(failure(Answer::Silence), "no answer in time");
    assert_eq!(failure(Answer::Close), "the answer broke off or is malformed");
    assert_eq!(
        failure(Answer::Raw("hello\r\n\r\n".into())),
        "the answer broke off or is malformed"
    );
}

#[test]
fn a_server_that_sends_too_much() {
    let too_long = "the body is longer than 10000 bytes";
    assert_eq!(failure(Answer::Endless), too_long);
    assert_eq!(failure(Answer::ok("x".repeat(10_001))), too_long);
    let many = set_of(&vec![json!({}); 65]);
    let expected = "65 keys are too many, expected at most 64, of which 16 can be used";
    assert_eq!(failure(Answer::ok(many)), expected);
}

#[test]
fn a_server_that_redirects_to_the_keys() {
    let aim = Upstream::start(Answer::ok(set([&Signer::new("a")])));
    for status in [301, 302, 303, 307, 308] {
        let redirect = Answer::status(status).header("location", &aim.url());
        let expected = format!("redirected with status {status}, which is not followed");
        assert_eq!(failure(redirect), expected);
    }
    assert_eq!(aim.connections(), 0);
}

#[test]
fn a_server_with_another_status() {
    let good = set([&Signer::new("a")]);
    for status in [204, 201, 404, 500, 503] {
        let expected = format!("answered with status {status}");
        let body = if status == 204 { String::new() } else { good.clone() };
        assert_eq!(failure(Answer::Full(status, String::new(), body)), expected);
    }
}

#[test]
fn a_server_with_something_else_than_keys() {
    let no_set = "not a JSON object with unique members and an array `keys`";
    for body in ["", "<html></html>", "[]", "{}", r#"{"keys":null}"#, r#"{"keys":[],"keys":[]}"#] {
        assert_eq!(failure(Answer::ok(body)), no_set, "{body}");
    }
    assert_eq!(failure(Answer::ok(r#"{"keys":[]}"#)), "no key can be used: the set is empty");
}

#[test]
fn a_server_with_keys_that_nobody_may_use() {
    let signer = Signer::new("a");
    let mut private = signer.jwk();
    private["d"] = json!("c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldC0");
    let symmetric = json!({ "kty": "oct", "alg": "HS256", "kid": "a", "k": "c2VjcmV0".repeat(8) });
    for (keys, expected) in [
        (vec![private], "the JWK has the private member `d`, expected a public key"),
        (vec![symmetric.clone()], "it is a secret, which no set may publish"),
        (vec![signer.jwk(), signer.jwk()], "another key of the set has the same `kid`"),
        (vec![signer.jwk(), symmetric], "another key of the set has the same `kid`"),
    ] {
        let said = failure(Answer::ok(set_of(&keys)));
        assert_eq!(said, format!("no key can be used: key 1: {expected}"));
        assert!(!said.contains("c2VjcmV0"), "{said}");
    }
}

#[test]
fn settings_that_cannot_work_are_refused_at_once() {
    use portcullis::authn::jwt::Algorithm;
    let minute = Duration::from_mins(1);
    let builder = || Jwks::url("https://issuer.example/keys");
    for (builder, expected) in [
        (builder().algorithms([]), JwksError::Algorithms),
        (builder().algorithms([Algorithm::RS256, Algorithm::HS256]), JwksError::Algorithms),
        (builder().cooldown(Duration::ZERO), JwksError::Times("the cooldown")),
        (builder().refresh_between(minute, Duration::ZERO), JwksError::Times("refreshing")),
        (builder().retry_between(minute, Duration::ZERO), JwksError::Times("trying again")),
        (builder().max_age(minute), JwksError::Times("refreshing and of the maximum age")),
    ] {
        assert_eq!(builder.start().unwrap_err(), expected);
    }
}
