//! An issuer that does not answer: 503, unless old answers may be used for a while.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use portcullis::audit::{Audit, AuditEvent};
use portcullis::authn::opaque::{Introspection, IntrospectionBuilder};
use portcullis::authn::revocation::{Revocation, Revocations, Target};
use portcullis::egress::Egress;
use portcullis::testing::ManualClock;
use portcullis_authn_tests::upstream::{Answer, Upstream};
use portcullis_tests::Permission;
use portcullis_tests::tokens::now;
use serde_json::json;

use crate::{AUDIENCE, SECRET, TOKEN, active, active_with, ask, good, introspection, serve};

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

#[test]
fn no_answer_is_503_in_time_and_recovers_by_itself() {
    let twice = format!(r#"{{"active":true,"active":false,{}"#, &active().to_string()[1..]);
    for answer in [
        Answer::Silence,
        Answer::Drip(active().to_string()),
        Answer::Close,
        Answer::Endless,
        Answer::ok("x".repeat(300 * 1024)),
        Answer::ok("<html></html>"),
        Answer::ok("[]"),
        Answer::ok(twice),
        Answer::Full(201, String::new(), active().to_string()),
        Answer::Full(401, String::new(), active().to_string()),
        Answer::Full(500, String::new(), active().to_string()),
        Answer::Full(302, "Location: http://127.0.0.1/\r\n".into(), active().to_string()),
    ] {
        let upstream = Upstream::start(answer.clone());
        let server = serve(introspection(&upstream).build().unwrap());
        let began = Instant::now();
        let reply = ask(&server, TOKEN);
        assert_eq!((reply.status, reply.header("retry-after")), (503, Some("5")), "{answer:?}");
        assert!(began.elapsed() < seconds(3), "{answer:?}: {:?}", began.elapsed());
        upstream.answer(good());
        assert_eq!(ask(&server, TOKEN).status, 200, "{answer:?}");
    }
}

#[test]
fn an_address_that_is_not_public_is_never_connected_to() {
    let upstream = Upstream::start(good());
    let port = upstream.address().port();
    let egress = Egress::builder().danger_allow_http("a test on loopback").build().unwrap();
    let at = |host: &str| {
        Introspection::<Permission>::at(format!("http://{host}:{port}/"), "a", SECRET.into())
            .audience(AUDIENCE)
            .egress(&egress)
            .build()
    };
    assert!(at("127.0.0.1").is_err());
    assert_eq!(ask(&serve(at("localhost").unwrap()), TOKEN).status, 503);
    assert_eq!(upstream.connections(), 0);
}

#[test]
fn old_answers_are_not_used_unless_configured() {
    let upstream = Upstream::start(good());
    let clock = ManualClock::at(SystemTime::now());
    let server = serve(introspection(&upstream).clock(Arc::new(clock.clone())).build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    upstream.answer(Answer::Close);
    clock.advance(seconds(29));
    assert_eq!(ask(&server, TOKEN).status, 200);
    clock.advance(seconds(1));
    assert_eq!(ask(&server, TOKEN).status, 503);
}

/// An app that may use old answers for a minute, and what it records.
struct Patient {
    upstream: Upstream,
    clock: ManualClock,
    events: Arc<Mutex<Vec<AuditEvent>>>,
}

impl Patient {
    fn new() -> Self {
        let upstream = Upstream::start(good());
        let clock = ManualClock::at(SystemTime::now());
        Self { upstream, clock, events: Arc::default() }
    }

    fn builder(&self) -> IntrospectionBuilder<Permission> {
        let events = Arc::clone(&self.events);
        introspection(&self.upstream)
            .serve_cached_in_outage(seconds(60))
            .clock(Arc::new(self.clock.clone()))
            .audit(&Audit::to(move |event| events.lock().unwrap().push(event.clone())))
    }

    fn events(&self) -> Vec<AuditEvent> {
        self.events.lock().unwrap().clone()
    }
}

#[test]
fn old_answers_are_used_for_the_configured_time_and_that_is_recorded() {
    let patient = Patient::new();
    let server = serve(patient.builder().build().unwrap());
    let (upstream, clock) = (&patient.upstream, &patient.clock);
    assert_eq!(ask(&server, TOKEN).status, 200);
    upstream.answer(Answer::Close);
    clock.advance(seconds(30));
    assert!(patient.events().is_empty());
    assert_eq!(ask(&server, TOKEN).status, 200);
    assert_eq!(upstream.count(), 2, "it was tried first");
    for _ in 0..5 {
        assert_eq!(ask(&server, TOKEN).status, 200);
    }
    let [event] = patient.events().try_into().expect("one event for one answer");
    assert_eq!(event.event, "sys_monitor_disabled");
    assert_eq!(
        (event.subject.as_deref(), event.credential.as_deref()),
        (Some("alice"), Some("t-1"))
    );
    let detail = event.detail.unwrap();
    assert_eq!(detail, "no answer from the token introspection, used one of 30 s ago");
    // What was not known before is not known now.
    assert_eq!(ask(&server, "another").status, 503);
    clock.advance(seconds(59));
    assert_eq!(ask(&server, TOKEN).status, 200);
    clock.advance(seconds(1));
    assert_eq!(ask(&server, TOKEN).status, 503);
    upstream.answer(good());
    assert_eq!(ask(&server, TOKEN).status, 200);
    assert_eq!(patient.events().len(), 1);
}

#[test]
fn in_an_outage_expiry_revocation_and_news_still_hold() {
    let patient = Patient::new();
    patient.upstream.answer(active_with("exp", json!(now() + 50)));
    let revocations = Revocations::in_process();
    let server = serve(patient.builder().revocations(&revocations).build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    patient.upstream.answer(good());
    assert_eq!(ask(&server, "longer").status, 200);
    patient.upstream.answer(Answer::Close);
    patient.clock.advance(seconds(48));
    assert_eq!(ask(&server, TOKEN).status, 200);
    patient.clock.advance(seconds(3));
    assert_eq!(ask(&server, TOKEN).status, 401, "it has expired");
    assert_eq!(ask(&server, "longer").status, 200);
    let (at, until) = (SystemTime::now(), SystemTime::now() + seconds(600));
    let target = Target::Subject("alice".into());
    revocations.apply(&Revocation { target, at, until });
    assert_eq!(ask(&server, "longer").status, 401, "it is revoked");
    // An answer that says no is an answer.
    let patient = Patient::new();
    let server = serve(patient.builder().build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    patient.clock.advance(seconds(30));
    patient.upstream.answer(Answer::ok(r#"{"active":false}"#));
    assert_eq!(ask(&server, TOKEN).status, 401);
    patient.upstream.answer(Answer::Close);
    patient.clock.advance(seconds(5));
    assert_eq!(ask(&server, TOKEN).status, 503, "the old answer is forgotten");
}

#[test]
fn an_outage_is_of_the_token_that_was_asked_about_and_an_answer_is_none() {
    let patient = Patient::new();
    let server = serve(patient.builder().build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    patient.clock.advance(seconds(30));
    // Somebody sends what the issuer fails at; the answers about others are not used longer for it.
    patient.upstream.answer(Answer::status(500));
    assert_eq!(ask(&server, "poison").status, 503);
    patient.upstream.answer(Answer::ok(r#"{"active":false}"#));
    assert_eq!(ask(&server, TOKEN).status, 401);
    assert!(patient.events().is_empty());
    for (answer, status) in [
        (Answer::status(500), 200),
        (Answer::status(503), 200),
        (Answer::Close, 200),
        (Answer::Silence, 200),
        (Answer::status(400), 503),
        (Answer::status(401), 503),
        (Answer::status(302), 503),
        (Answer::ok("{}"), 503),
        (Answer::Endless, 503),
    ] {
        let patient = Patient::new();
        let server = serve(patient.builder().build().unwrap());
        assert_eq!(ask(&server, TOKEN).status, 200);
        patient.clock.advance(seconds(30));
        patient.upstream.answer(answer.clone());
        assert_eq!(ask(&server, TOKEN).status, status, "{answer:?}");
    }
}

#[test]
fn in_an_outage_the_issuer_is_tried_again_now_and_then() {
    let patient = Patient::new();
    let server = serve(patient.builder().build().unwrap());
    assert_eq!(ask(&server, TOKEN).status, 200);
    patient.clock.advance(seconds(30));
    patient.upstream.answer(Answer::Silence);
    for (wait, count) in [(0, 2), (0, 2), (4, 2), (1, 3), (1, 3)] {
        patient.clock.advance(seconds(wait));
        assert_eq!((ask(&server, TOKEN).status, patient.upstream.count()), (200, count));
    }
    patient.upstream.answer(Answer::ok(r#"{"active":false}"#));
    patient.clock.advance(seconds(4));
    assert_eq!(ask(&server, TOKEN).status, 401);
}
