//! Each attribute with each kind of credential and each kind of body.

use actix_web::{HttpResponse, post, web};
use portcullis::{
    App, Security, authenticated, authorize, public, require_permission, require_role,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{
    AUDIENCE, ISSUER, claims, hs256, now, security, signed, token, unsigned, with,
};
use serde_json::{Value, json};

use crate::Permission;

#[public(reason = "a test")]
#[post("/public")]
async fn open(body: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

#[authenticated]
#[post("/authenticated")]
async fn known(body: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

#[require_permission("reports:write")]
#[post("/permission")]
async fn permission(body: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

#[require_role(Editor)]
#[post("/role")]
async fn role(body: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

#[authorize(all(permission("reports:write"), any(role(Editor), role(Admin))))]
#[post("/policy")]
async fn policy(body: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

#[require_permission("reports:read")]
#[post("/stacked")]
#[require_role(Editor)]
async fn stacked(body: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

#[require_permission("reports:write")]
async fn plain(body: web::Json<Value>) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

/// What a credential is worth to a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worth {
    Good,
    Insufficient,
    Absent,
    Bad,
    Ambiguous,
}

fn credentials() -> Vec<(&'static str, Vec<String>, Worth)> {
    let good = || claims("somebody", "editor");
    let bearer = |token: String| vec![format!("Bearer {token}")];
    let tampered = {
        let honest = token("reader");
        let (head, signature) = honest.rsplit_once('.').unwrap();
        let (header, _) = head.split_once('.').unwrap();
        let forged = unsigned(&json!({}), &claims("somebody", "admin"));
        format!("{header}.{}.{signature}", forged.split_once('.').unwrap().1)
    };
    let none = json!({"alg": "none", "typ": "JWT"});
    vec![
        ("allowed", bearer(hs256(&good())), Worth::Good),
        ("scheme in capitals", vec![format!("BEARER {}", hs256(&good()))], Worth::Good),
        (
            "audience in a list",
            bearer(hs256(&with(good(), "aud", Some(json!(["x", AUDIENCE]))))),
            Worth::Good,
        ),
        ("denied", bearer(token("nobody")), Worth::Insufficient),
        ("anonymous", vec![], Worth::Absent),
        ("another scheme", vec!["Basic YTpi".to_owned()], Worth::Absent),
        ("expired", bearer(hs256(&with(good(), "exp", Some(json!(now() - 1))))), Worth::Bad),
        ("never expires", bearer(hs256(&with(good(), "exp", None))), Worth::Bad),
        ("tampered", bearer(tampered), Worth::Bad),
        ("wrong audience", bearer(hs256(&with(good(), "aud", Some(json!("another"))))), Worth::Bad),
        ("missing audience", bearer(hs256(&with(good(), "aud", None))), Worth::Bad),
        ("numeric audience", bearer(hs256(&with(good(), "aud", Some(json!(7))))), Worth::Bad),
        (
            "wrong issuer",
            bearer(hs256(&with(good(), "iss", Some(json!("https://evil.example"))))),
            Worth::Bad,
        ),
        (
            "issuer in a list",
            bearer(hs256(&with(good(), "iss", Some(json!([ISSUER]))))),
            Worth::Bad,
        ),
        ("alg none", bearer(format!("{}.", unsigned(&none, &good()))), Worth::Bad),
        (
            "alg none, signed",
            bearer(signed(&none, &good(), portcullis_tests::tokens::SECRET)),
            Worth::Bad,
        ),
        ("another secret", bearer(signed(&json!({"alg": "HS256"}), &good(), &[7; 64])), Worth::Bad),
        ("not a token", bearer("garbage".to_owned()), Worth::Bad),
        ("no token", vec!["Bearer ".to_owned()], Worth::Bad),
        ("100 kB", bearer("a".repeat(100_000)), Worth::Bad),
        ("two headers", vec![format!("Bearer {}", token("editor")); 2], Worth::Ambiguous),
        (
            "two headers, one bad",
            vec![format!("Bearer {}", token("editor")), "Bearer x".to_owned()],
            Worth::Ambiguous,
        ),
    ]
}

const BODIES: [(&str, Option<&str>, u16); 3] = [
    ("good body", Some("{\"title\":\"t\"}"), 200),
    ("malformed body", Some("{\"title\":"), 400),
    ("no body", None, 400),
];

fn expected(path: &str, worth: Worth, handler_answers: u16) -> u16 {
    match (path, worth) {
        ("/public", _) | (_, Worth::Good) | ("/authenticated", Worth::Insufficient) => {
            handler_answers
        }
        (_, Worth::Insufficient) => 403,
        (_, Worth::Absent | Worth::Bad) => 401,
        (_, Worth::Ambiguous) => 400,
    }
}

const PATHS: [&str; 7] =
    ["/public", "/authenticated", "/permission", "/role", "/policy", "/stacked", "/plain"];

fn challenge(path: &str, worth: Worth) -> Option<&'static str> {
    match (path, worth) {
        ("/public", _) | (_, Worth::Good) | ("/authenticated", Worth::Insufficient) => None,
        (_, Worth::Insufficient) => Some("Bearer error=\"insufficient_scope\""),
        (_, Worth::Absent) => Some("Bearer"),
        (_, Worth::Bad) => Some("Bearer error=\"invalid_token\""),
        (_, Worth::Ambiguous) => Some("Bearer error=\"invalid_request\""),
    }
}

fn serve(security: Security<Permission>) -> Served {
    Served::start(move || {
        App::new(security.clone())
            .service(open)
            .service(known)
            .service(permission)
            .service(role)
            .service(policy)
            .service(stacked)
            .route("/plain", portcullis::post().to(plain))
    })
}

#[test]
fn every_attribute_answers_every_credential_and_body() {
    let served = serve(security());
    let mut rows = 0;
    for path in PATHS {
        for (name, values, worth) in credentials() {
            for (body_name, body, handler_answers) in BODIES {
                let mut headers = vec![("content-type", "application/json")];
                headers.extend(values.iter().map(|value| ("authorization", value.as_str())));
                let reply = send(served.address(), "POST", path, &headers, body);
                let row = format!("{path}, {name}, {body_name}: {reply:?}");
                assert_eq!(reply.status, expected(path, worth, handler_answers), "{row}");
                assert_eq!(reply.header("www-authenticate"), challenge(path, worth), "{row}");
                assert!(reply.status == 200 || reply.is_problem_document(), "{row}");
                assert_leaks_nothing(&reply, &row);
                rows += 1;
            }
        }
    }
    assert_eq!(rows, PATHS.len() * credentials().len() * BODIES.len());
}

/// Neither the parser's complaint nor anything of the policy reaches the client.
fn assert_leaks_nothing(reply: &Reply, row: &str) {
    if reply.status != 200 {
        for secret in ["column", "EOF", "reports:write", "editor", "expired", "audience"] {
            assert!(!reply.body.contains(secret), "`{secret}` in {row}");
        }
    }
}

/// The public half of an RSA key pair, used as the secret of an HMAC: the classic confusion of
/// algorithms, against a verifier that holds the RSA key.
#[test]
fn an_rsa_public_key_is_no_hmac_secret() {
    use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
    use aws_lc_rs::rsa::{KeyPair, KeySize};
    use aws_lc_rs::signature::KeyPair as _;
    use base64::Engine as _;
    use portcullis::authn::jwt::{Algorithm, Jwt, Key};

    let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    let private: Pkcs8V1Der<'_> = pair.as_der().unwrap();
    let pem = |label: &str, der: &[u8]| {
        let text = base64::engine::general_purpose::STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n")
    };
    let public_pem = pem("PUBLIC KEY", public.as_ref());
    let jwt = Jwt::bearer(ISSUER, AUDIENCE)
        .key(Key::pem(Algorithm::RS256, public_pem.as_str()))
        .build()
        .unwrap();
    let security = Security::builder().authenticator(jwt).build().unwrap();
    let served = serve(security);
    let ask = |path: &str, body: Option<&str>, token: &str| {
        let bearer = format!("Bearer {token}");
        let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
        send(served.address(), "POST", path, &headers, body)
    };

    let claims = claims("somebody", "editor");
    let confused = [json!({"alg": "HS256"}), json!({"alg": "RS256"})].map(|header| {
        [public_pem.as_bytes(), public.as_ref()].map(|secret| signed(&header, &claims, secret))
    });
    for path in PATHS {
        for (body_name, body, handler_answers) in BODIES {
            for token in confused.iter().flatten() {
                let reply = ask(path, body, token);
                let row = format!("{path}, {body_name}: {reply:?}");
                assert_eq!(reply.status, expected(path, Worth::Bad, handler_answers), "{row}");
                assert_eq!(reply.header("www-authenticate"), challenge(path, Worth::Bad), "{row}");
            }
        }
    }
    // The control: the same claims under the private key pass.
    let message = unsigned(&json!({"alg": "RS256"}), &claims);
    let key =
        jsonwebtoken::EncodingKey::from_rsa_pem(pem("PRIVATE KEY", private.as_ref()).as_bytes())
            .unwrap();
    let signature =
        jsonwebtoken::crypto::sign(message.as_bytes(), &key, jsonwebtoken::Algorithm::RS256)
            .unwrap();
    let honest = format!("{message}.{signature}");
    for path in PATHS {
        assert_eq!(ask(path, Some("{}"), &honest).status, 200, "{path}");
    }
}
