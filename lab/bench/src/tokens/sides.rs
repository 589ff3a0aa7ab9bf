//! The sides that are compared.

use std::hint::black_box;

use jsonwebtoken::{DecodingKey, Validation};
use portcullis::authn::jwt::{self, CacheLimits, Jwt, JwtBuilder, Key, WithKey};
use portcullis::authn::{Authentication, Outcome};
use portcullis::{Permissions, Principal, Roles};
use serde::Deserialize;

use crate::mint::{AUDIENCE, Algorithm, ISSUER, SECRET, Signer};

#[derive(Permissions, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Permission {
    #[permission("reports:read")]
    ReadReports,
    #[permission("reports:write")]
    WriteReports,
}

#[derive(Roles, Clone, Copy, PartialEq, Eq)]
#[roles(permission = Permission, admin = Admin)]
pub(crate) enum Role {
    #[role(grants(ReadReports, WriteReports))]
    Editor,
    #[role(grants(all))]
    Admin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Work {
    Verify,
    Decode,
    Hit,
}

/// One thing to measure.
#[derive(Clone, Copy)]
pub(crate) struct Side {
    pub(crate) algorithm: Algorithm,
    pub(crate) work: Work,
}

impl Side {
    pub(crate) fn name(self) -> String {
        format!("{:?}-{:?}", self.algorithm, self.work)
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        let works = [Work::Verify, Work::Decode, Work::Hit];
        Algorithm::ALL
            .into_iter()
            .flat_map(|algorithm| works.map(|work| Self { algorithm, work }))
            .find(|side| side.name() == name)
    }

    /// Does it `count` times.
    pub(crate) fn run(self, count: u32) {
        let signer = Signer::new(self.algorithm);
        match self.work {
            Work::Verify => repeat(count, &[signer.token(1)], &verify(self.algorithm, &signer)),
            Work::Decode => repeat(count, &[signer.token(1)], &decode(self.algorithm, &signer)),
            Work::Hit => {
                let tokens: Vec<_> = (0..100).map(|number| signer.token(number)).collect();
                repeat(count, &tokens, &hit(self.algorithm, &signer, &tokens));
            }
        }
    }
}

fn repeat(count: u32, tokens: &[String], work: &impl Fn(&str)) {
    for (_, token) in (0..count).zip(tokens.iter().cycle()) {
        measured_call(work, token);
    }
}

#[inline(never)]
fn measured_call(work: &impl Fn(&str), token: &str) {
    work(token);
}

pub(crate) fn verify(algorithm: Algorithm, signer: &Signer) -> impl Fn(&str) {
    let jwt = builder(algorithm, signer).without_cache().build().expect("a valid configuration");
    move |token| {
        let principal: Principal<Permission> = jwt.verify(black_box(token)).expect("a good token");
        black_box(principal);
    }
}

/// What is decoded into: the claims of the token, so that nothing is copied for nothing.
#[derive(Deserialize)]
struct Claims {
    sub: String,
    #[serde(default)]
    jti: Option<String>,
    #[serde(default)]
    scope: Option<String>,
    #[serde(default)]
    roles: Vec<String>,
}

pub(crate) fn decode(algorithm: Algorithm, signer: &Signer) -> impl Fn(&str) {
    let pem = signer.pem();
    let (name, key) = match algorithm {
        Algorithm::HS256 => (jsonwebtoken::Algorithm::HS256, Ok(DecodingKey::from_secret(SECRET))),
        Algorithm::RS256 => {
            (jsonwebtoken::Algorithm::RS256, DecodingKey::from_rsa_pem(pem.as_bytes()))
        }
        Algorithm::ES256 => {
            (jsonwebtoken::Algorithm::ES256, DecodingKey::from_ec_pem(pem.as_bytes()))
        }
        Algorithm::EdDSA => {
            (jsonwebtoken::Algorithm::EdDSA, DecodingKey::from_ed_pem(pem.as_bytes()))
        }
    };
    let key = key.expect("a key");
    let mut validation = Validation::new(name);
    validation.leeway = 0;
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "exp", "sub"]);
    move |token| {
        let claims = jsonwebtoken::decode::<Claims>(black_box(token), &key, &validation);
        let claims = claims.expect("a good token").claims;
        black_box((claims.sub, claims.jti, claims.scope, claims.roles));
    }
}

/// Looks at tokens that have all been seen before.
pub(crate) fn hit(algorithm: Algorithm, signer: &Signer, tokens: &[String]) -> impl Fn(&str) {
    let jwt = builder(algorithm, signer).cache(CacheLimits::default());
    let jwt = jwt.build().expect("a valid configuration");
    let look = move |token: &str| accept(&jwt, black_box(token));
    for token in tokens {
        look(token);
    }
    look
}

/// What a request with `token` is told.
pub(crate) fn accept(jwt: &Jwt, token: &str) {
    let found: Authentication<Permission> = jwt.authenticate_token(token);
    assert!(matches!(found, Authentication::Done(Outcome::Principal(_))));
    black_box(found);
}

pub(crate) fn builder(algorithm: Algorithm, signer: &Signer) -> JwtBuilder<WithKey> {
    let key = match algorithm {
        Algorithm::HS256 => Key::hs256(SECRET.to_vec().into()),
        Algorithm::RS256 => Key::pem(jwt::Algorithm::RS256, signer.pem()),
        Algorithm::ES256 => Key::pem(jwt::Algorithm::ES256, signer.pem()),
        Algorithm::EdDSA => Key::pem(jwt::Algorithm::EdDSA, signer.pem()),
    };
    Jwt::bearer(ISSUER, AUDIENCE).key(key)
}
