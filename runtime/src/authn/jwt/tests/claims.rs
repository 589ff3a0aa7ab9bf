//! Registered claims: presence, types, values and times.

use std::time::Duration;

use serde_json::{Value, json};

use super::{AUDIENCE, HEADER, ISSUER, SECRET, claims, claims_with, now, refusal, token, verifier};
use crate::authn::jwt::claims::Claims;
use crate::authn::jwt::rules::Rules;
use crate::authn::jwt::{Jwt, Key, Part, TokenError};

fn malformed(name: &'static str) -> TokenError {
    TokenError::MalformedClaim(name.into())
}

fn missing(name: &'static str) -> TokenError {
    TokenError::MissingClaim(name.into())
}

#[test]
fn claims_are_checked_by_presence_type_and_value() {
    let now = now();
    for (changes, expected) in [
        (json!({}), None),
        (json!({ "iss": null }), Some(missing("iss"))),
        (json!({ "iss": "https://issuer.example/" }), Some(TokenError::Issuer)),
        (json!({ "iss": "HTTPS://issuer.example" }), Some(TokenError::Issuer)),
        (json!({ "iss": [ISSUER] }), Some(malformed("iss"))),
        (json!({ "aud": [AUDIENCE, "other"] }), None),
        (json!({ "aud": null }), Some(missing("aud"))),
        (json!({ "aud": "other" }), Some(TokenError::Audience)),
        (json!({ "aud": "my-api-2" }), Some(TokenError::Audience)),
        (json!({ "aud": ["other"] }), Some(TokenError::Audience)),
        (json!({ "aud": "" }), Some(TokenError::Audience)),
        (json!({ "aud": [] }), Some(malformed("aud"))),
        (json!({ "aud": 7 }), Some(malformed("aud"))),
        (json!({ "aud": { AUDIENCE: 1 } }), Some(malformed("aud"))),
        (json!({ "aud": [AUDIENCE, 7] }), Some(malformed("aud"))),
        (json!({ "aud": [[AUDIENCE]] }), Some(malformed("aud"))),
        (json!({ "sub": null }), Some(missing("sub"))),
        (json!({ "sub": "" }), Some(malformed("sub"))),
        (json!({ "sub": 7 }), Some(malformed("sub"))),
        (json!({ "exp": null }), Some(missing("exp"))),
        (json!({ "exp": now - 1 }), Some(TokenError::Expired)),
        (json!({ "exp": (now + 60).to_string() }), Some(malformed("exp"))),
        (json!({ "exp": true }), Some(malformed("exp"))),
        (json!({ "exp": [now + 60] }), Some(malformed("exp"))),
        (json!({ "nbf": now }), None),
        (json!({ "nbf": now + 60 }), Some(TokenError::NotYetValid)),
        (json!({ "nbf": "0" }), Some(malformed("nbf"))),
        (json!({ "iat": now }), None),
        (json!({ "iat": now + 60 }), Some(TokenError::IssuedInFuture)),
        (json!({ "iat": "0" }), Some(malformed("iat"))),
        (json!({ "jti": 7 }), Some(malformed("jti"))),
        (json!({ "jti": "" }), Some(malformed("jti"))),
    ] {
        let token = token(HEADER, &claims_with(&changes));
        assert_eq!(refusal(&verifier(), &token), expected, "{changes}");
    }
}

#[test]
fn payloads_that_are_no_unique_object_are_refused() {
    let good = claims().to_string();
    let inner = &good[1..good.len() - 1];
    let duplicate = Some(TokenError::DuplicateMember(Part::Payload));
    let other = Some(TokenError::NotAnObject(Part::Payload));
    for (payload, expected) in [
        (format!("{{{inner}}}"), None),
        (format!(" {{ {inner} }} "), None),
        (format!(r#"{{{inner},"sub":"b"}}"#), duplicate.clone()),
        (format!(r#"{{"sub":"alice",{inner}}}"#), duplicate.clone()),
        (format!(r#"{{{inner},"s\u0075b":"b"}}"#), duplicate.clone()),
        (format!(r#"{{{inner},"x":[{{"y":{{"z":1,"z":1}}}}]}}"#), duplicate),
        (format!("[{{{inner}}}]"), other.clone()),
        (format!("{{{inner}}}x"), other.clone()),
        (format!("{{{inner},}}"), other.clone()),
        (format!("\u{feff}{{{inner}}}"), other.clone()),
        (String::new(), other.clone()),
        ("null".into(), other),
    ] {
        assert_eq!(refusal(&verifier(), &token(HEADER, &payload)), expected, "{payload}");
    }
}

#[test]
fn hostile_numbers_neither_panic_nor_pass() {
    let raw = |name: &str, number: &str| {
        let good = claims_with(&json!({ name: null }));
        let payload = format!(r#"{{"{name}":{number},{}"#, &good[1..]);
        refusal(&verifier(), &token(HEADER, &payload))
    };
    let huge = ["1e308", "18446744073709551615", "99999999999999999999999999"];
    let small = ["-1", "-1e308", "-9223372036854775808", "0", "-0.0", "1e-400", "0.5"];
    for number in huge {
        assert_eq!(raw("exp", number), None, "{number}");
        assert_eq!(raw("nbf", number), Some(TokenError::NotYetValid), "{number}");
        assert_eq!(raw("iat", number), Some(TokenError::IssuedInFuture), "{number}");
    }
    for number in small {
        assert_eq!(raw("exp", number), Some(TokenError::Expired), "{number}");
        assert_eq!(raw("nbf", number), None, "{number}");
        assert_eq!(raw("iat", number), None, "{number}");
    }
    for number in ["1e308", "18446744073709551615", "-1", "-1e-3"] {
        assert_eq!(raw("auth_time", number), Some(malformed("auth_time")), "{number}");
    }
    for number in ["1e999", "NaN", "Infinity", "0x7f", "01"] {
        assert_eq!(raw("exp", number), Some(TokenError::NotAnObject(Part::Payload)), "{number}");
    }
}

#[test]
fn leeway_is_zero_unless_configured_and_exact() {
    const NOW: f64 = 1_000_000.0;
    let check = |leeway: u64, name: &str, at: f64| {
        let mut rules = Rules::bearer(ISSUER.into(), AUDIENCE.into());
        rules.leeway = Duration::from_secs(leeway);
        let mut claims = claims();
        claims["exp"] = json!(NOW + 3600.0);
        claims[name] = json!(at);
        let payload = claims.to_string();
        let claims = Claims::read(payload.as_bytes(), &rules).unwrap();
        rules.check_claims(&claims, NOW).err()
    };
    for leeway in [0, 5] {
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let edge = leeway as f64;
        assert_eq!(check(leeway, "exp", NOW - edge), Some(TokenError::Expired));
        assert_eq!(check(leeway, "exp", NOW - edge + 0.1), None);
        assert_eq!(check(leeway, "nbf", NOW + edge), None);
        assert_eq!(check(leeway, "nbf", NOW + edge + 0.1), Some(TokenError::NotYetValid));
        assert_eq!(check(leeway, "iat", NOW + edge), None);
        assert_eq!(check(leeway, "iat", NOW + edge + 0.1), Some(TokenError::IssuedInFuture));
    }
    let defaults = Rules::bearer(ISSUER.into(), AUDIENCE.into());
    assert_eq!(defaults.leeway, Duration::ZERO);
}

#[test]
fn access_tokens_need_the_type_and_claims_of_rfc_9068() {
    const TYPED: &str = r#"{"alg":"HS256","typ":"at+jwt"}"#;
    let key = Key::hs256(SECRET.to_vec().into());
    let jwt = Jwt::access_tokens(ISSUER, AUDIENCE).key(key).build().unwrap();
    let full = json!({ "client_id": "app", "iat": now(), "jti": "1" });
    let check =
        |header: &str, changes: &Value| refusal(&jwt, &token(header, &claims_with(changes)));
    assert_eq!(check(TYPED, &full), None);
    assert_eq!(check(r#"{"alg":"HS256","typ":"Application/AT+JWT"}"#, &full), None);
    for header in [HEADER, r#"{"alg":"HS256","typ":"JWT"}"#] {
        assert_eq!(check(header, &full), Some(TokenError::Type), "{header}");
    }
    for name in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti"] {
        let mut changes = full.clone();
        changes[name] = Value::Null;
        let expected = Some(missing(name));
        assert_eq!(check(TYPED, &changes), expected);
        changes[name] = json!({});
        let expected = Some(malformed(name));
        assert_eq!(check(TYPED, &changes), expected);
    }
}

#[test]
fn configured_types_replace_those_of_the_preset() {
    let key = Key::hs256(SECRET.to_vec().into());
    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(key).type_headers(["secevent+jwt"]).build();
    let jwt = jwt.unwrap();
    let check = |header| refusal(&jwt, &token(header, &claims().to_string()));
    assert_eq!(check(r#"{"alg":"HS256","typ":"SecEvent+JWT"}"#), None);
    assert_eq!(check(r#"{"alg":"HS256","typ":"JWT"}"#), Some(TokenError::Type));
    assert_eq!(check(HEADER), Some(TokenError::Type));
}
