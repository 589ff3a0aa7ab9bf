//! Signing keys, configurations, and that nothing shows a secret.

use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, ready};
use secrecy::SecretString;

use super::{ConfigProblem, SigningKey, SigningKeyError, TokenIssuer, TokenIssuerBuilder};
use crate::authn::jwt::{self, Algorithm, KeyProblem};
use crate::authn::{Account, Accounts};
use crate::outage::Outage;
use crate::vocabulary::{BitSet, NoRoles, Permissions, Vocabulary};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Permission;

impl Permissions for Permission {
    type Set = BitSet<1>;
    const NAMES: &'static [&'static str] = &["posts:read"];
    const VARIANTS: &'static [Self] = &[Self];
    const UNGRANTED: Self::Set = BitSet::EMPTY;

    fn index(self) -> u16 {
        0
    }
}

impl Vocabulary for Permission {
    type Role = NoRoles<Self>;
}

struct Nobody;

impl Accounts<Permission> for Nobody {
    fn find<'a>(
        &'a self,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<Account<Permission>>, Outage>> {
        ready(Ok(None)).boxed()
    }
}

/// RFC 8037 appendix A.1, as PKCS#8.
const RFC_8037: &str = "-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
";

fn eddsa() -> SigningKey {
    SigningKey::eddsa(RFC_8037.into())
}

fn pem(label: &str, der: &[u8]) -> SecretString {
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----", STANDARD.encode(der)).into()
}

fn es256() -> SecretString {
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
    pem("PRIVATE KEY", der.unwrap().as_ref())
}

fn builder(key: SigningKey) -> TokenIssuerBuilder<Permission> {
    TokenIssuer::builder("https://issuer.example", "api", key, Nobody)
}

fn problems(builder: TokenIssuerBuilder<Permission>) -> Vec<ConfigProblem> {
    builder.build().err().map(|error| error.problems().to_vec()).unwrap_or_default()
}

/// RFC 8037 appendices A.2 and A.3.
#[test]
fn the_public_half_and_its_thumbprint_are_those_of_the_rfc() {
    let jwk = eddsa().public_jwk().unwrap();
    assert_eq!(jwk["x"], "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    assert_eq!(jwk["kid"], "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert_eq!((&jwk["kty"], &jwk["crv"]), (&"OKP".into(), &"Ed25519".into()));
    assert_eq!((&jwk["alg"], &jwk["use"]), (&"EdDSA".into(), &"sig".into()));
    assert_eq!(jwk.as_object().unwrap().len(), 6);
    assert_eq!(eddsa().kid("mine").public_jwk().unwrap()["kid"], "mine");
}

#[test]
fn a_set_has_every_public_half_and_no_secret() {
    let issuer = builder(eddsa()).other_key(SigningKey::es256(es256())).build().unwrap();
    let keys = issuer.jwks();
    let keys = keys["keys"].as_array().unwrap();
    let kinds: Vec<_> = keys.iter().map(|key| key["alg"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["EdDSA", "ES256"]);
    assert!(keys.iter().all(|key| key.get("d").is_none()));

    let secret = SigningKey::hs256(vec![7; 32].into(), "one");
    assert_eq!(secret.public_jwk(), Err(SigningKeyError::NoPublicHalf));
    assert_eq!(builder(secret).build().unwrap().jwks()["keys"].as_array().unwrap().len(), 0);
}

#[test]
fn what_cannot_sign_is_named() {
    let ed = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let invalid = SigningKeyError::Invalid;
    for (key, expected) in [
        (SigningKey::eddsa("".into()), SigningKeyError::MalformedPem),
        (SigningKey::eddsa(RFC_8037.repeat(2).into()), SigningKeyError::MalformedPem),
        (
            SigningKey::es256(pem("EC PRIVATE KEY", b"")),
            SigningKeyError::PemLabel("EC PRIVATE KEY"),
        ),
        (SigningKey::es256(pem("SECRET", b"")), SigningKeyError::PemLabel("something else")),
        (SigningKey::eddsa(pem("PUBLIC KEY", b"")), SigningKeyError::PemLabel("PUBLIC KEY")),
        (SigningKey::eddsa(es256()), invalid(Algorithm::EdDSA)),
        (SigningKey::es256(pem("PRIVATE KEY", ed.as_ref())), invalid(Algorithm::ES256)),
        (SigningKey::eddsa(pem("PRIVATE KEY", &ed.as_ref()[1..])), invalid(Algorithm::EdDSA)),
        (eddsa().kid(""), SigningKeyError::EmptyKeyId),
        (SigningKey::hs256(vec![7; 32].into(), ""), SigningKeyError::EmptyKeyId),
    ] {
        let shown = format!("{key:?}");
        let expected = ConfigProblem::SigningKey { position: 1, problem: expected };
        assert_eq!(problems(builder(key)), [expected], "{shown}");
    }
}

#[test]
fn secrets_are_as_strong_as_those_of_the_verifier() {
    for secret in [vec![7; 31], b"-----BEGIN PUBLIC KEY-----  0123456789abcdef".to_vec()] {
        let found = problems(builder(SigningKey::hs256(secret.into(), "one")));
        let [ConfigProblem::Verifier(error)] = found.as_slice() else { panic!("{found:?}") };
        let [jwt::ConfigProblem::Key { problem, .. }] = error.problems() else { panic!() };
        assert!(matches!(problem, KeyProblem::ShortSecret { .. } | KeyProblem::SecretIsPublic));
    }
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let all = builder(eddsa())
        .other_key(eddsa())
        .client_id(" ")
        .access_lifetime(Duration::from_secs(3601))
        .idle_lifetime(Duration::from_hours(1))
        .absolute_lifetime(Duration::from_hours(401 * 24))
        .grace(Duration::from_millis(30_001))
        .timeout(Duration::ZERO)
        .tenant_claim("sub");
    let found = problems(all);
    assert_eq!(found.len(), 7, "{found:?}");
    let ConfigProblem::Verifier(error) = &found[6] else { panic!("{found:?}") };
    assert_eq!(error.problems().len(), 2, "a `kid` twice and a claim that is taken: {error}");
}

#[test]
fn lifetimes_are_bounded_at_their_edges() {
    let (second, hour, day) =
        (Duration::from_secs(1), Duration::from_hours(1), Duration::from_hours(24));
    let with = |access, idle, absolute, grace| {
        let lifetimes = builder(eddsa()).access_lifetime(access).idle_lifetime(idle);
        problems(lifetimes.absolute_lifetime(absolute).grace(grace)).len()
    };
    assert_eq!(with(second, second, second, Duration::ZERO), 0);
    assert_eq!(with(hour, 400 * day, 400 * day, 30 * second), 0);
    assert_eq!(with(Duration::from_millis(999), day, day, Duration::ZERO), 1);
    assert_eq!(with(second, day + second, day, Duration::ZERO), 1);
}

#[test]
fn nothing_shows_a_secret() {
    let key = SigningKey::hs256(b"canary-canary-canary-canary-canary".to_vec().into(), "one");
    let shown = format!("{:?} {:?} {:?}", eddsa(), key, SigningKey::generate().unwrap());
    let issuer = builder(key).build().unwrap();
    let shown = format!("{shown} {issuer:?} {:?}", problems(builder(eddsa().kid(""))));
    assert!(!shown.contains("canary") && !shown.contains("[99, 97") && !shown.contains("MC4C"));
    assert!(shown.contains("HS256") && shown.contains("one"));
}
