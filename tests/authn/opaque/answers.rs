//! What answers come to.

use std::time::Duration;

use portcullis::authn::opaque::{Introspection, IntrospectionError, IntrospectionProblem};
use portcullis::egress::EgressError;
use portcullis_authn_tests::upstream::Upstream;
use portcullis_tests::Permission;
use portcullis_tests::tokens::now;
use serde_json::{Value, json};

use crate::{
    AUDIENCE, ISSUER, SECRET, TOKEN, active_with, ask, ask_at, good, introspection, serve,
};

#[test]
fn a_good_token_is_its_subject_with_what_the_answer_grants() {
    let upstream = Upstream::start(good());
    let server = serve(introspection(&upstream).build().unwrap());
    let reply = ask(&server, TOKEN);
    assert_eq!(reply.status, 200);
    let expected = json!({
        "subject": "alice", "tenant": null, "scopes": ["read", "write"], "roles": ["reader"],
        "token": "t-1",
    });
    assert_eq!(serde_json::from_str::<Value>(&reply.body).unwrap(), expected);
    assert_eq!(ask_at(server.address(), "/reports", TOKEN).status, 200);
}

#[test]
fn the_question_is_that_of_the_standard() {
    let upstream = Upstream::start(good());
    let server = serve(introspection(&upstream).build().unwrap());
    ask(&server, "a+token/with~all._-==");
    let request = upstream.requests().concat();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /here HTTP/1.1\r\n"), "{head}");
    assert_eq!(body, "token=a%2Btoken%2Fwith%7Eall._-%3D%3D&token_type_hint=access_token");
    // `the+client:a+secret%3A+with%2Fother%2Bcharacters`
    let basic = "dGhlK2NsaWVudDphK3NlY3JldCUzQSt3aXRoJTJGb3RoZXIlMkJjaGFyYWN0ZXJz";
    for line in [
        format!("authorization: Basic {basic}"),
        "content-type: application/x-www-form-urlencoded".to_owned(),
        "accept: application/json".to_owned(),
    ] {
        assert!(head.lines().any(|found| found == line), "{line}\n{head}");
    }
}

#[test]
fn answers_are_judged_strictly() {
    let seconds = |offset: i64| json!(i64::try_from(now()).unwrap() + offset);
    for (name, value, status) in [
        ("active", json!(false), 401),
        ("active", json!("true"), 503),
        ("active", json!(1), 503),
        ("active", json!(null), 503),
        ("aud", json!("another-api"), 401),
        ("aud", json!(["another-api", AUDIENCE]), 200),
        ("aud", json!([]), 401),
        ("aud", json!([AUDIENCE, 5]), 401),
        ("aud", json!({}), 401),
        ("iss", json!("https://evil.example"), 401),
        ("iss", json!([ISSUER]), 401),
        ("sub", json!(""), 401),
        ("sub", json!(5), 401),
        ("exp", seconds(-1), 401),
        ("exp", json!("soon"), 401),
        ("nbf", seconds(60), 401),
        ("nbf", seconds(-60), 200),
        ("token_type", json!("bearer"), 200),
        ("token_type", json!("DPoP"), 401),
        ("token_type", json!("refresh_token"), 401),
        ("token_type", json!(null), 401),
        ("token_use", json!("access_token"), 200),
        ("token_use", json!("refresh_token"), 401),
        ("token_use", json!("id"), 401),
        ("typ", json!("Refresh"), 401),
        ("typ", json!("ID"), 401),
        ("typ", json!("at+jwt"), 200),
        ("cnf", json!({ "jkt": "x" }), 401),
        ("roles", json!("reader"), 401),
        ("permissions", json!(["reports:read", "unknown"]), 200),
        ("permissions", json!("reports:read"), 401),
        ("scope", json!(["read"]), 200),
        ("scope", json!(5), 401),
        ("jti", json!(5), 401),
        ("auth_time", json!("now"), 401),
    ] {
        let upstream = Upstream::start(active_with(name, value.clone()));
        let server = serve(introspection(&upstream).build().unwrap());
        assert_eq!(ask(&server, TOKEN).status, status, "{name}: {value}");
    }
    for (name, status) in [
        ("active", 503),
        ("aud", 401),
        ("iss", 401),
        ("sub", 401),
        ("exp", 200),
        ("token_type", 200),
        ("scope", 200),
        ("roles", 200),
        ("jti", 200),
    ] {
        let upstream = Upstream::start(active_with(name, None));
        let server = serve(introspection(&upstream).build().unwrap());
        assert_eq!(ask(&server, TOKEN).status, status, "without {name}");
    }
}

#[test]
fn what_no_bearer_token_can_be_is_not_asked_about() {
    let upstream = Upstream::start(good());
    let server = serve(introspection(&upstream).build().unwrap());
    for token in ["a b", "a,b", "a\"b", "=", "a=b", "a%20b", &"a".repeat(8193)] {
        assert_eq!(ask(&server, token).status, 401, "{token}");
    }
    assert_eq!(upstream.count(), 0);
    assert_eq!(ask(&server, &"a".repeat(8192)).status, 200);
}

#[test]
fn leeway_and_any_audience_are_said_explicitly() {
    let late = active_with("exp", json!(now() - 20));
    let upstream = Upstream::start(late);
    let builder = || introspection(&upstream).leeway(Duration::from_mins(1));
    assert_eq!(ask(&serve(builder().build().unwrap()), TOKEN).status, 200);

    let upstream = Upstream::start(active_with("aud", json!("another-api")));
    let any = Introspection::<Permission>::at(upstream.url(), "the client", SECRET.into())
        .egress(&crate::loose().build().unwrap())
        .danger_any_audience("the issuer answers about our own tokens only");
    assert_eq!(ask(&serve(any.build().unwrap()), TOKEN).status, 200);
}

#[test]
fn all_problems_of_a_configuration_are_reported_at_once() {
    use IntrospectionProblem as Problem;
    let at = |url: &str| Introspection::<Permission>::at(url, "", "".into());
    let found = |error: IntrospectionError| error.problems().to_vec();
    let hour = Duration::from_hours(1);
    let builder = at("http://issuer.example/")
        .issuer(" ")
        .leeway(hour)
        .cache_for(hour)
        .cache_size(0)
        .roles_claim("cnf")
        .tenant_claim("permissions");
    assert_eq!(
        found(builder.build().unwrap_err()),
        [
            Problem::Client("id"),
            Problem::Client("secret"),
            Problem::NoAudience,
            Problem::Identifier("issuer"),
            Problem::Leeway(hour),
            Problem::Age(hour, "caching"),
            Problem::NoRoom,
            Problem::ClaimName("roles"),
            Problem::ClaimName("tenant"),
            Problem::Egress(EgressError::NotHttps),
        ]
    );
    let good = || Introspection::<Permission>::at("https://issuer.example/", "a", "b".into());
    for (builder, expected) in [
        (good().audience("a").danger_any_audience("b"), Problem::TwoAudiences),
        (good().danger_any_audience(" "), Problem::NoReason),
        (good().audience("a").cache_refusals_for(hour), Problem::Age(hour, "caching refusals")),
        (
            good().audience("a").serve_cached_in_outage(hour),
            Problem::Age(hour, "serving in an outage"),
        ),
    ] {
        assert_eq!(found(builder.build().unwrap_err()), [expected]);
    }
}
