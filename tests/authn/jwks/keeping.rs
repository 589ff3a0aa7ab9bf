//! Keys that are there already: rotated, withdrawn, kept through failures, dropped when too old.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use portcullis::testing::ManualClock;
use portcullis_authn_tests::upstream::{Answer, Upstream, until};
use serde_json::json;

use crate::issuer::{Signer, set, set_of};
use crate::{ask, jwks, jwt, serve, wait};

const HOUR: Duration = Duration::from_hours(1);

#[test]
fn a_new_key_is_seen_through_its_kid_and_a_withdrawn_one_verifies_nothing() {
    let (old, new) = (Signer::new("old"), Signer::new("new"));
    let upstream = Upstream::start(Answer::ok(set([&old])));
    let clock = ManualClock::at(SystemTime::now());
    let jwks = wait(jwks(&upstream).clock(Arc::new(clock.clone())));
    let server = serve(jwt(&jwks));
    assert_eq!(ask(&server, &old.token()).status, 200);
    upstream.answer(Answer::ok(set([&old, &new])));
    assert_eq!(ask(&server, &new.token()).status, 401, "within the cooldown");
    assert_eq!(upstream.count(), 1);
    clock.advance(Duration::from_secs(30));
    assert_eq!(ask(&server, &new.token()).status, 200);
    assert_eq!(ask(&server, &old.token()).status, 200);
    assert_eq!(upstream.count(), 2);
    // The old one is withdrawn: whoever asks for any unknown key brings the news.
    upstream.answer(Answer::ok(set([&new])));
    clock.advance(Duration::from_secs(30));
    assert_eq!(ask(&server, &Signer::new("unknown").token()).status, 401);
    assert_eq!(ask(&server, &old.token()).status, 401);
    assert_eq!(ask(&server, &new.token()).status, 200);
    assert_eq!(upstream.count(), 3);
}

#[test]
fn the_headers_of_an_answer_say_when_it_is_asked_for_again() {
    let (old, new) = (Signer::new("old"), Signer::new("new"));
    let answer = |signer| Answer::ok(set([signer])).header("cache-control", "max-age=7200");
    let upstream = Upstream::start(answer(&old));
    let clock = ManualClock::at(SystemTime::now());
    let jwks = wait(jwks(&upstream).refresh_between(HOUR, HOUR * 3).clock(Arc::new(clock.clone())));
    let server = serve(jwt(&jwks));
    upstream.answer(answer(&new));
    // A tenth at most is taken off by chance, so nothing is asked before.
    clock.advance(Duration::from_mins(107));
    assert_eq!(ask(&server, &old.token()).status, 200);
    std::thread::sleep(Duration::from_millis(1200));
    assert_eq!(upstream.count(), 1);
    clock.advance(Duration::from_mins(13));
    until("the keys were asked for again", || upstream.count() == 2);
    until("the old key was gone", || ask(&server, &old.token()).status == 401);
    assert_eq!(ask(&server, &new.token()).status, 200);
}

#[test]
fn old_keys_stay_through_failures_and_are_dropped_at_their_age() {
    let signer = Signer::new("a");
    let good = Answer::ok(set([&signer]));
    let upstream = Upstream::start(good.clone());
    let clock = ManualClock::at(SystemTime::now());
    let jwks = wait(
        jwks(&upstream)
            .refresh_between(HOUR, HOUR)
            .retry_between(HOUR, HOUR)
            .max_age(HOUR * 5)
            .clock(Arc::new(clock.clone())),
    );
    let server = serve(jwt(&jwks));
    let failures = [
        Answer::status(500),
        Answer::ok(set_of(&[])),
        Answer::Close,
        Answer::ok(set_of(&[json!({ "kty": "oct", "k": "AAAA" })])),
    ];
    for (hours, answer) in (1..).zip(failures) {
        upstream.answer(answer);
        clock.advance(HOUR);
        until("it was tried again", || upstream.count() > hours);
        until("it failed", || jwks.last_failure().is_some());
        assert_eq!(ask(&server, &signer.token()).status, 200, "after {hours} h");
    }
    clock.advance(HOUR);
    until("the keys were dropped", || !jwks.has_keys());
    let reply = ask(&server, &signer.token());
    assert_eq!((reply.status, reply.header("retry-after")), (503, Some("5")));
    // It recovers by itself.
    upstream.answer(good);
    clock.advance(HOUR);
    until("there were keys again", || jwks.has_keys());
    assert_eq!(ask(&server, &signer.token()).status, 200);
}

#[test]
fn a_server_that_comes_and_goes_never_closes_the_app() {
    let signer = Signer::new("a");
    let upstream = Upstream::start(Answer::ok(set([&signer])));
    let clock = ManualClock::at(SystemTime::now());
    let jwks = wait(jwks(&upstream).refresh_between(HOUR, HOUR).clock(Arc::new(clock.clone())));
    let server = serve(jwt(&jwks));
    for (round, bad) in (1..).zip([Answer::status(503), Answer::Close, Answer::ok("{")]) {
        upstream.answer(bad);
        clock.advance(Duration::from_secs(31));
        // An unknown key asks, and finds a failure.
        assert_eq!(ask(&server, &Signer::new("b").token()).status, 401);
        assert!(jwks.last_failure().is_some());
        assert_eq!(ask(&server, &signer.token()).status, 200);
        upstream.answer(Answer::ok(set([&signer])));
        clock.advance(Duration::from_secs(31));
        assert_eq!(ask(&server, &Signer::new("b").token()).status, 401);
        assert_eq!(jwks.last_failure(), None);
        assert_eq!(ask(&server, &signer.token()).status, 200);
        assert_eq!(upstream.count(), 1 + 2 * round);
    }
}

#[test]
fn a_key_that_may_not_be_used_leaves_the_others() {
    let (good, twin, private) = (Signer::new("good"), Signer::new("twin"), Signer::new("private"));
    let other_twin = Signer::new("twin");
    let mut with_private_part = private.jwk();
    with_private_part["d"] = json!("AAAA");
    let keys = vec![
        twin.jwk(),
        with_private_part,
        json!({ "kty": "oct", "kid": "secret", "k": "AAAA" }),
        other_twin.jwk(),
        good.jwk(),
    ];
    let upstream = Upstream::start(Answer::ok(set_of(&keys)));
    let server = serve(jwt(&wait(jwks(&upstream))));
    for (signer, status) in [(&good, 200), (&twin, 401), (&other_twin, 401), (&private, 401)] {
        assert_eq!(ask(&server, &signer.token()).status, status);
    }
}
