//! Several issuers in one app, each with its own keys.

use portcullis::authn::jwt::{ConfigProblem, Issuers, Jwt, Key};
use portcullis_authn_tests::upstream::{Answer, Upstream};

use crate::issuer::{AUDIENCE, ISSUER, Signer, set};
use crate::{ask, foreign_token, jwks, jwt, serve, wait};

const OTHER: &str = "https://other.example";

#[test]
fn each_issuer_has_its_own_keys_and_no_others() {
    // The same `kid` at both.
    let (ours, theirs) = (Signer::new("a"), Signer::new("a"));
    let our_server = Upstream::start(Answer::ok(set([&ours])));
    let their_server = Upstream::start(Answer::ok(set([&theirs])));
    let their_keys = wait(jwks(&their_server));
    let other = Jwt::bearer(OTHER, AUDIENCE).jwks(&their_keys).build().unwrap();
    let issuers = Issuers::of([jwt(&wait(jwks(&our_server))), other]).unwrap();
    let server = serve(issuers);
    for (signer, issuer, status) in [
        (&ours, ISSUER, 200),
        (&theirs, OTHER, 200),
        (&ours, OTHER, 401),
        (&theirs, ISSUER, 401),
        (&ours, "https://unknown.example", 401),
    ] {
        let reply = ask(&server, &signer.token_of(issuer, "alice"));
        assert_eq!(reply.status, status, "{issuer}");
    }
    assert_eq!(ask(&server, &foreign_token()).status, 401);
    assert_eq!((our_server.count(), their_server.count()), (1, 1));
}

#[test]
fn one_issuer_without_keys_does_not_stop_the_other() {
    let ours = Signer::new("a");
    let our_server = Upstream::start(Answer::ok(set([&ours])));
    let their_server = Upstream::start(Answer::status(500));
    let their_keys = jwks(&their_server).start().unwrap();
    let other = Jwt::bearer(OTHER, AUDIENCE).jwks(&their_keys).build().unwrap();
    let server = serve(Issuers::of([jwt(&wait(jwks(&our_server))), other]).unwrap());
    assert_eq!(ask(&server, &ours.token()).status, 200);
    assert_eq!(ask(&server, &ours.token_of(OTHER, "alice")).status, 503);
}

#[test]
fn keys_come_from_one_place() {
    let upstream = Upstream::start(Answer::ok(set([&Signer::new("a")])));
    let fetched = wait(jwks(&upstream));
    let builder = || Jwt::bearer(ISSUER, AUDIENCE).jwks(&fetched);
    let given = Key::hs256(vec![7; 32].into());
    for builder in [builder().key(given), builder().jwks(&fetched)] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.problems(), [ConfigProblem::SeveralSources]);
    }
}
