//! Which verifier a token of several issuers comes to.

use serde_json::json;

use super::mint::{base64url, hs256};
use super::{AUDIENCE, HEADER, ISSUER, Permission, SECRET, claims_with, token, verifier};
use crate::authn::jwt::{ConfigProblem, Issuers, Jwt, Key};
use crate::authn::{Authentication, Outcome};

const OTHER: &str = "https://other.example";
const OTHER_SECRET: [u8; 32] = [7; 32];

fn issuers() -> Issuers {
    let key = Key::hs256(OTHER_SECRET.to_vec().into());
    Issuers::of([verifier(), Jwt::bearer(OTHER, AUDIENCE).key(key).build().unwrap()]).unwrap()
}

/// The subject, or why not.
fn outcome(token: &str) -> Result<String, String> {
    let found: Authentication<Permission> = issuers().authenticate_token(token);
    match found {
        Authentication::Done(Outcome::Principal(principal)) => Ok(principal.subject().into()),
        Authentication::Done(Outcome::Refused(refusal)) => Err(refusal.cause().into()),
        _ => panic!("a token is judged at once"),
    }
}

#[test]
fn each_issuer_is_verified_with_its_own_keys() {
    let (ours, theirs) = (json!({}), json!({ "iss": OTHER }));
    let with = |secret: &[u8], claims| hs256(secret).token(HEADER, &claims_with(claims));
    assert_eq!(outcome(&with(SECRET, &ours)).as_deref(), Ok("alice"));
    assert_eq!(outcome(&with(&OTHER_SECRET, &theirs)).as_deref(), Ok("alice"));
    for (secret, claims) in [(&SECRET[..], &theirs), (&OTHER_SECRET, &ours)] {
        assert_eq!(outcome(&with(secret, claims)), Err("the signature is wrong".to_owned()));
    }
}

#[test]
fn a_token_that_names_no_known_issuer_is_refused() {
    let unknown = "the token is of an unknown issuer";
    let unnamed = "the token does not name its issuer";
    for (payload, expected) in [
        (claims_with(&json!({ "iss": "https://evil.example" })), unknown),
        (claims_with(&json!({ "iss": "" })), unknown),
        (claims_with(&json!({ "iss": format!("{ISSUER}/") })), unknown),
        (claims_with(&json!({ "iss": [ISSUER] })), unnamed),
        (claims_with(&json!({ "iss": null })), unnamed),
        (format!(r#"{{"iss":"{ISSUER}","iss":"{OTHER}"}}"#), unnamed),
        ("[]".to_owned(), unnamed),
        (String::new(), unnamed),
    ] {
        assert_eq!(outcome(&token(HEADER, &payload)), Err(expected.to_owned()), "{payload}");
    }
    let unreadable = "the token has no payload that can be read";
    for (token, expected) in [
        (String::new(), unreadable),
        ("a.!.c".to_owned(), unreadable),
        (format!("a.{}=.c", base64url("{}")), unreadable),
        (format!("a.{}.c", "e".repeat(8192)), "the token is too long"),
    ] {
        assert_eq!(outcome(&token), Err(expected.to_owned()), "{token}");
    }
}

#[test]
fn no_issuer_and_one_issuer_twice_are_mistakes() {
    let problems = |verifiers: Vec<Jwt>| Issuers::of(verifiers).unwrap_err().problems().to_vec();
    assert_eq!(problems(Vec::new()), [ConfigProblem::NoIssuer]);
    let twice = ConfigProblem::DuplicateIssuer(ISSUER.to_owned());
    assert_eq!(problems(vec![verifier(), verifier()]), [twice]);
}
