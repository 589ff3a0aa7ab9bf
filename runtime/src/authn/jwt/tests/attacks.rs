//! Attacks on the token as a text, on its header and on its signature.

use serde_json::json;

use super::mint::{Signer, base64url};
use super::{
    AUDIENCE, HEADER, ISSUER, SECRET, claims, claims_with, mint, refusal, token, verifier,
};
use crate::authn::jwt::{Algorithm, Jwt, Key, Part, TokenError};

fn good() -> String {
    token(HEADER, &claims().to_string())
}

fn parts(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().unwrap()
}

#[test]
fn a_good_token_is_accepted() {
    assert_eq!(refusal(&verifier(), &good()), None);
}

#[test]
fn texts_that_are_no_compact_serialization_are_refused() {
    let good = good();
    let [header, payload, signature] = parts(&good);
    let jwt = verifier();
    for (text, expected) in [
        (String::new(), TokenError::Parts),
        (".".into(), TokenError::Parts),
        ("..".into(), TokenError::Parts),
        ("...".into(), TokenError::Parts),
        (format!("{header}.{payload}"), TokenError::Parts),
        (format!("{header}.{payload}."), TokenError::Parts),
        (format!(".{payload}.{signature}"), TokenError::Parts),
        (format!("{good}."), TokenError::Parts),
        (format!("{good}.e30"), TokenError::Parts),
        (format!(".{good}"), TokenError::Parts),
        (format!("{good}="), TokenError::Character),
        (format!(" {good}"), TokenError::Character),
        (format!("{good}\n"), TokenError::Character),
        (format!("{good}\u{e9}"), TokenError::Character),
        (format!("{header}.{payload}.+/{signature}"), TokenError::Character),
        (format!("{header}.{payload}.{signature}AA"), TokenError::Encoding(Part::Signature)),
        (format!("A.{payload}.{signature}"), TokenError::Encoding(Part::Header)),
        (format!("{header}.A.{signature}"), TokenError::Encoding(Part::Payload)),
        (format!("bm90IGpzb24.{payload}.{signature}"), TokenError::NotAnObject(Part::Header)),
    ] {
        assert_eq!(refusal(&jwt, &text), Some(expected), "{text}");
    }
}

#[test]
fn every_changed_or_cut_byte_is_refused() {
    let (jwt, good) = (verifier(), good());
    for at in 0..good.len() {
        for other in ['A', 'b', '7', '_', '.', '='] {
            let mut changed = good.clone();
            changed.replace_range(at..=at, other.encode_utf8(&mut [0; 4]));
            assert!(changed == good || refusal(&jwt, &changed).is_some(), "{at} {other}");
        }
        assert!(refusal(&jwt, &good[..at]).is_some(), "cut at {at}");
        assert!(refusal(&jwt, &good[at + 1..]).is_some(), "cut before {at}");
    }
}

#[test]
fn other_encodings_of_the_same_bytes_are_refused() {
    // 32 bytes of MAC leave four bits in the last of 43 characters, which must be zero.
    let (jwt, good) = (verifier(), good());
    let last = good.chars().last().unwrap();
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let index = alphabet.find(last).unwrap();
    for bits in 1..4 {
        let mut other = good.clone();
        other.pop();
        other.push(char::from(alphabet.as_bytes()[index + bits]));
        assert_eq!(refusal(&jwt, &other), Some(TokenError::Encoding(Part::Signature)));
    }
}

#[test]
fn another_payload_under_a_genuine_signature_is_refused() {
    let good = good();
    let [header, _, signature] = parts(&good);
    let payload = base64url(claims_with(&json!({ "sub": "mallory" })));
    let forged = format!("{header}.{payload}.{signature}");
    assert_eq!(refusal(&verifier(), &forged), Some(TokenError::Signature));
}

#[test]
fn tokens_without_a_signature_are_refused() {
    let payload = base64url(claims().to_string());
    for alg in ["none", "None", "NONE", "nOnE"] {
        let header = format!(r#"{{"alg":"{alg}"}}"#);
        assert_eq!(
            refusal(&verifier(), &token(&header, &claims().to_string())),
            Some(TokenError::Algorithm)
        );
        let bare = format!("{}.{payload}.", base64url(header));
        assert_eq!(refusal(&verifier(), &bare), Some(TokenError::Parts));
    }
}

#[test]
fn the_length_is_bounded() {
    let limited = |bytes| {
        let key = Key::hs256(SECRET.to_vec().into());
        Jwt::bearer(ISSUER, AUDIENCE).key(key).max_length(bytes).build().unwrap()
    };
    let good = good();
    assert_eq!(refusal(&limited(good.len()), &good), None);
    let short = good.len() - 1;
    assert_eq!(refusal(&limited(short), &good), Some(TokenError::TooLong(short)));

    let padded = |length| token(HEADER, &claims_with(&json!({ "x": "x".repeat(length) })));
    assert_eq!(refusal(&verifier(), &padded(5000)), None);
    assert_eq!(refusal(&verifier(), &padded(8192)), Some(TokenError::TooLong(8192)));
}

#[test]
fn headers_are_read_strictly() {
    let payload = claims().to_string();
    for (header, expected) in [
        (r#"{"alg":"HS256","typ":"JWT"}"#, None),
        (r#"{"alg":"HS256","typ":"jwt"}"#, None),
        (r#"{"alg":"HS256","typ":"AT+JWT"}"#, None),
        (r#"{"alg":"HS256","typ":"application/at+jwt"}"#, None),
        (r#"{"alg":"HS256","jku":"https://evil.example","x5u":"x","x5c":["x"]}"#, None),
        (r#"{"alg":"HS256","jwk":{"kty":"oct","k":"AA"}}"#, None),
        (r#"{"alg":"HS256","typ":"dpop+jwt"}"#, Some(TokenError::Type)),
        (r#"{"alg":"HS256","typ":""}"#, Some(TokenError::Type)),
        (r#"{"alg":"HS256","typ":["JWT"]}"#, Some(TokenError::Type)),
        (r#"{"alg":"HS256","typ":null}"#, Some(TokenError::Type)),
        (r#"{"alg":"HS256","crit":[]}"#, Some(TokenError::HeaderParameter("crit"))),
        (r#"{"alg":"HS256","crit":["exp"]}"#, Some(TokenError::HeaderParameter("crit"))),
        (r#"{"alg":"HS256","b64":false}"#, Some(TokenError::HeaderParameter("b64"))),
        (r#"{"alg":"HS256","b64":true}"#, Some(TokenError::HeaderParameter("b64"))),
        (r#"{"alg":"HS256","zip":"DEF"}"#, Some(TokenError::HeaderParameter("zip"))),
        (r#"{"alg":"HS256","enc":"A128GCM"}"#, Some(TokenError::HeaderParameter("enc"))),
        (r#"{"alg":"HS256","kid":7}"#, Some(TokenError::KeyId)),
        (r#"{"alg":"HS256","kid":null}"#, Some(TokenError::KeyId)),
        (r#"{"typ":"JWT"}"#, Some(TokenError::Algorithm)),
        (r#"{"alg":["HS256"]}"#, Some(TokenError::Algorithm)),
        (r#"{"alg":"hs256"}"#, Some(TokenError::Algorithm)),
        (r#"{"alg":"HS384"}"#, Some(TokenError::NoKey)),
        (r#"{"alg":"none","alg":"HS256"}"#, Some(TokenError::DuplicateMember(Part::Header))),
        (r#"{"alg":"HS256","x":{"y":1,"y":2}}"#, Some(TokenError::DuplicateMember(Part::Header))),
        (r#"["alg","HS256"]"#, Some(TokenError::NotAnObject(Part::Header))),
        (r#"{"alg":"HS256"}{}"#, Some(TokenError::NotAnObject(Part::Header))),
    ] {
        assert_eq!(refusal(&verifier(), &token(header, &payload)), expected, "{header}");
    }
}

#[test]
fn a_key_inside_the_token_is_not_used() {
    let attacker = Signer::new(Algorithm::ES256);
    let own = Key::pem(Algorithm::ES256, Signer::new(Algorithm::ES256).pem());
    let jwt = Jwt::bearer(ISSUER, AUDIENCE).key(own).build().unwrap();
    let header = json!({ "alg": "ES256", "jwk": attacker.jwk() }).to_string();
    let forged = attacker.token(&header, &claims().to_string());
    assert_eq!(refusal(&jwt, &forged), Some(TokenError::Signature));
}

#[test]
fn the_signature_is_verified_before_claims_are_read() {
    let forged = mint::hs256(b"another secret of at least 32 bytes").token(HEADER, "not json");
    assert_eq!(refusal(&verifier(), &forged), Some(TokenError::Signature));
}

#[test]
fn a_refusal_shows_nothing_of_the_token() {
    let payload = claims_with(&json!({ "aud": "canary-audience", "sub": "canary-subject" }));
    for token in [token(HEADER, &payload), token(r#"{"alg":"canary"}"#, &payload)] {
        let error = refusal(&verifier(), &token).unwrap();
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("canary") && !shown.contains(&token), "{shown}");
        }
    }
}
