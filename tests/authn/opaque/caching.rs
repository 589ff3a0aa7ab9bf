//! How often an issuer is asked, and what a cached answer is still worth.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use portcullis::authn::revocation::{Revocation, Revocations, Target};
use portcullis::testing::ManualClock;
use portcullis_authn_tests::upstream::{Answer, Upstream, until};
use portcullis_tests::tokens::now;
use serde_json::json;

use crate::{TOKEN, active_with, ask, ask_at, good, introspection, serve};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[test]
fn a_good_answer_counts_for_thirty_seconds_and_a_refusal_for_five() {
    let upstream = Upstream::start(good());
    let clock = ManualClock::at(SystemTime::now());
    let server = serve(introspection(&upstream).clock(Arc::new(clock.clone())).build().unwrap());
    let both = || (ask(&server, TOKEN).status, upstream.count());
    assert_eq!(both(), (200, 1));
    clock.advance(seconds(29));
    assert_eq!(both(), (200, 1));
    // Revoked by the issuer: seen when the answer is too old.
    upstream.answer(Answer::ok(r#"{"active":false}"#));
    assert_eq!(both(), (200, 1));
    clock.advance(seconds(1));
    assert_eq!(both(), (401, 2));
    clock.advance(seconds(4));
    assert_eq!(both(), (401, 2));
    upstream.answer(good());
    clock.advance(seconds(1));
    assert_eq!(both(), (200, 3));
}

#[test]
fn an_answer_does_not_outlive_the_token() {
    let clock = ManualClock::at(SystemTime::now());
    let upstream = Upstream::start(active_with("exp", json!(now() + 10)));
    let server = serve(introspection(&upstream).clock(Arc::new(clock.clone())).build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    clock.advance(seconds(8));
    assert_eq!(ask(&server, TOKEN).status, 200);
    clock.advance(seconds(2));
    assert_eq!(ask(&server, TOKEN).status, 401);
    assert_eq!(upstream.count(), 1);
}

#[test]
fn tokens_are_told_apart_by_every_character() {
    let upstream = Upstream::start(good());
    let server = serve(introspection(&upstream).build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    upstream.answer(Answer::ok(r#"{"active":false}"#));
    for other in ["2YotnFZFEjr1zCsicMWpAB", "2YotnFZFEjr1zCsicMWpA", "2yotnFZFEjr1zCsicMWpAA"] {
        assert_eq!(ask(&server, other).status, 401);
    }
    assert_eq!(ask(&server, TOKEN).status, 200);
    assert_eq!(upstream.count(), 4);
}

#[test]
fn caching_can_be_switched_off() {
    let upstream = Upstream::start(good());
    let none = Duration::ZERO;
    let builder = introspection(&upstream).cache_for(none).cache_refusals_for(none);
    let server = serve(builder.build().unwrap());
    for count in 1..4 {
        assert_eq!((ask(&server, TOKEN).status, upstream.count()), (200, count));
    }
    upstream.answer(Answer::ok(r#"{"active":false}"#));
    for count in 4..6 {
        assert_eq!((ask(&server, TOKEN).status, upstream.count()), (401, count));
    }
}

#[test]
fn the_cache_is_bounded_and_rubbish_displaces_no_good_token() {
    let upstream = Upstream::start(good());
    let server = serve(introspection(&upstream).cache_size(8).build().unwrap());
    for number in 0..40 {
        assert_eq!(ask(&server, &format!("good-{number}")).status, 200);
    }
    assert_eq!(upstream.count(), 40);
    for number in 0..40 {
        ask(&server, &format!("good-{number}"));
    }
    let asked_again = upstream.count() - 40;
    assert!(asked_again >= 32, "at most 8 of 40 are remembered, {asked_again} were asked again");

    let upstream = Upstream::start(good());
    let server = serve(introspection(&upstream).cache_size(8).build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    upstream.answer(Answer::ok(r#"{"active":false}"#));
    for number in 0..100 {
        assert_eq!(ask(&server, &format!("rubbish-{number}")).status, 401);
    }
    assert_eq!(ask(&server, TOKEN).status, 200);
    assert_eq!(upstream.count(), 101);
    for number in 0..100 {
        ask(&server, &format!("rubbish-{number}"));
    }
    assert!(upstream.count() > 190, "a few of 100 are remembered: {}", upstream.count());
}

#[test]
fn what_is_revoked_here_is_refused_at_once() {
    let at = SystemTime::now();
    for target in [Target::Token("t-1".into()), Target::Subject("alice".into())] {
        let revocations = Revocations::in_process();
        let upstream = Upstream::start(good());
        let server = serve(introspection(&upstream).revocations(&revocations).build().unwrap());
        assert_eq!(ask(&server, TOKEN).status, 200);
        revocations.apply(&Revocation { target, at, until: at + seconds(600) });
        assert_eq!(ask(&server, TOKEN).status, 401);
        assert_eq!(upstream.count(), 1, "nobody had to be asked");
        assert_eq!(ask(&server, "another").status, 401, "not cached yet");
    }
}

#[test]
fn those_who_ask_about_one_token_at_once_wait_for_one_answer() {
    let upstream = Upstream::start(good());
    upstream.hold();
    let egress = crate::loose().timeout(seconds(4)).build().unwrap();
    let server = serve(introspection(&upstream).egress(&egress).build().unwrap());
    let address = server.address();
    let waiting: Vec<_> =
        (0..40).map(|_| std::thread::spawn(move || ask_at(address, "/me", TOKEN).status)).collect();
    until("the issuer was asked", || upstream.count() == 1);
    // Another token is another question.
    let other = std::thread::spawn(move || ask_at(address, "/me", "another").status);
    until("the issuer was asked about the other", || upstream.count() == 2);
    upstream.release();
    for request in waiting {
        assert_eq!(request.join().unwrap(), 200);
    }
    assert_eq!(other.join().unwrap(), 200);
    assert_eq!(upstream.count(), 2);
}
