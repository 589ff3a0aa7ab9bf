//! The two ways to start: without keys, answering 503, or waiting for them.

use std::time::{Duration, Instant};

use portcullis::authn::jwks::JwksError;
use portcullis_authn_tests::upstream::{Answer, Upstream, until};

use crate::issuer::{Signer, set};
use crate::{ask, block_on, foreign_token, jwks, jwt, serve, wait};

#[test]
fn a_start_without_keys_answers_503_and_then_by_the_keys() {
    let signer = Signer::new("a");
    let upstream = Upstream::start(Answer::status(500));
    let retry = Duration::from_millis(300);
    let jwks = jwks(&upstream).retry_between(retry, retry).start().unwrap();
    let server = serve(jwt(&jwks));
    until("an attempt failed", || jwks.last_failure().is_some());
    assert_eq!(ask(&server, &signer.token()).status, 503);
    // Not even what could never be good is judged.
    assert_eq!(ask(&server, &foreign_token()).status, 503);
    upstream.answer(Answer::ok(set([&signer])));
    until("there were keys", || jwks.has_keys());
    assert_eq!(jwks.last_failure(), None);
    let reply = ask(&server, &signer.token());
    assert_eq!((reply.status, reply.body.as_str()), (200, "alice"));
    assert_eq!(ask(&server, &foreign_token()).status, 401);
}

#[test]
fn requests_wait_for_the_first_fetch_while_it_is_under_way() {
    let signer = Signer::new("a");
    let upstream = Upstream::start(Answer::ok(set([&signer])));
    upstream.hold();
    let jwks = jwks(&upstream).start().unwrap();
    let server = serve(jwt(&jwks));
    until("the keys were asked for", || upstream.count() == 1);
    let (address, token) = (server.address(), signer.token());
    let waiting = std::thread::spawn(move || crate::ask_at(address, &token).status);
    // Nothing shows that it waits; it has arrived by now, or the test proves less.
    std::thread::sleep(Duration::from_millis(300));
    assert!(!waiting.is_finished());
    upstream.release();
    assert_eq!(waiting.join().unwrap(), 200);
    assert_eq!(upstream.count(), 1);
}

#[test]
fn waiting_ends_with_the_first_keys() {
    let signer = Signer::new("a");
    let upstream = Upstream::start(Answer::ok(set([&signer])));
    let jwks = wait(jwks(&upstream));
    assert!(jwks.has_keys());
    assert_eq!(ask(&serve(jwt(&jwks)), &signer.token()).status, 200);
}

#[test]
fn waiting_in_vain_ends_in_time_and_says_why() {
    let limit = Duration::from_millis(700);
    for (answer, cause) in [
        (Answer::status(500), JwksError::Status(500)),
        (Answer::ok("{}"), JwksError::Set(portcullis::authn::jwks::JwkSetError::NotASet)),
    ] {
        let upstream = Upstream::start(answer);
        let began = Instant::now();
        let retry = Duration::from_millis(50);
        let builder = jwks(&upstream).retry_between(retry, retry);
        let error = block_on(builder.wait(limit)).unwrap_err();
        assert_eq!(error, JwksError::NotInTime { limit, cause: Some(Box::new(cause.clone())) });
        assert_eq!(error.to_string(), format!("no keys within 700ms: {cause}"));
        assert!(began.elapsed() < Duration::from_secs(3));
        assert!(upstream.count() > 1, "it is tried more than once");
    }
}
