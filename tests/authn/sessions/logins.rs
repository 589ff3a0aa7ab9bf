//! What a session says about its subject, and that its id changes when it must.

use std::time::{Duration, SystemTime};

use portcullis::authn::revocation::{Presented, Revocation, Standing, Target};

use crate::world::{World, cookie_of};

fn time(value: &serde_json::Value) -> SystemTime {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn the_principal_is_that_of_the_session() {
    let world = World::new();
    let reply = world.ask("POST", "/login", "", Some("ada"));
    let cookie = cookie_of(&reply);
    let begun = time(&world.me(&cookie)["issued_at"]);
    world.clock.advance(Duration::from_mins(5));
    let me = world.me(&cookie);
    assert_eq!(me["subject"], "ada");
    assert_eq!(me["kind"], "Session");
    assert_eq!(me["id"], reply.body);
    assert_eq!(me["session"], reply.body);
    assert_eq!(me["methods"], serde_json::json!(["pwd"]));
    assert_eq!(me["roles"], serde_json::json!(["reader"]));
    assert_eq!((time(&me["issued_at"]), time(&me["authenticated_at"])), (begun, begun));
    let expected = [("session_created", String::new())];
    assert_eq!(world.take_events(), expected);
}

#[test]
fn every_login_and_renewal_has_a_new_id_and_the_old_one_is_dead() {
    let world = World::new();
    let first = world.log_in("ada");
    let handle = world.me(&first)["session"].clone();
    let begun = time(&world.me(&first)["authenticated_at"]);
    world.clock.advance(Duration::from_mins(5));
    world.take_events();

    let reply = world.ask("POST", "/renew", &first, Some("privileges"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let second = cookie_of(&reply);
    assert_ne!(second, first);
    assert_eq!(world.status("GET", "/me", &first), 401);
    let me = world.me(&second);
    assert_eq!(me["session"], handle);
    assert_eq!(me["methods"], serde_json::json!(["pwd"]));
    assert_eq!(time(&me["authenticated_at"]), begun);

    let third = cookie_of(&world.ask("POST", "/renew", &second, Some("mfa")));
    assert_eq!(world.status("GET", "/me", &second), 401);
    let me = world.me(&third);
    assert_eq!(me["session"], handle);
    assert_eq!(me["methods"], serde_json::json!(["otp", "mfa"]));
    assert_eq!(time(&me["authenticated_at"]), begun + Duration::from_mins(5));
    assert_eq!(time(&me["issued_at"]), begun);
    let events = world.take_events();
    assert_eq!(events.iter().filter(|(name, _)| *name == "session_renewed").count(), 2);

    let fourth = world.log_in_with("ada", &third);
    assert_eq!(world.status("GET", "/me", &third), 401);
    assert_ne!(world.me(&fourth)["session"], handle);
}

#[test]
fn nobody_renews_by_proving_to_be_somebody_else() {
    let world = World::new();
    let cookie = world.log_in("ada");
    let reply = world.ask("POST", "/renew", &cookie, Some("bob"));
    assert_eq!((reply.status, reply.header("set-cookie")), (401, None));
    assert!(reply.is_problem_document());
    assert_eq!(world.me(&cookie)["methods"], serde_json::json!(["pwd"]));
}

#[test]
fn revocations_hold_at_the_next_request() {
    let world = World::new();
    let (one, other) = (world.log_in("ada"), world.log_in("ada"));
    let handle = world.me(&one)["session"].as_str().unwrap().to_owned();
    let at = SystemTime::now() + Duration::from_hours(1);
    let until = at + Duration::from_hours(24);
    world.revocations.apply(&Revocation { target: Target::Session(handle), at, until });
    assert_eq!(world.status("GET", "/me", &one), 401);
    assert_eq!(world.status("GET", "/me", &other), 200);
    world.revocations.apply(&Revocation { target: Target::Subject("ada".into()), at, until });
    assert_eq!(world.status("GET", "/me", &other), 401);
    assert_eq!(world.take_events().last().unwrap().1, "revoked");
}

#[test]
fn a_session_that_ends_is_revoked_for_its_tokens_too() {
    let world = World::new();
    let cookie = world.log_in("ada");
    let handle = world.me(&cookie)["session"].as_str().unwrap().to_owned();
    let standing = || {
        world.revocations.standing(&Presented {
            subject: "ada",
            token: Some("a token of the session"),
            session: Some(&handle),
            key: None,
            issued_at: None,
        })
    };
    assert_eq!(standing(), Standing::Good);
    world.ask("POST", "/logout", &cookie, None);
    assert_eq!(standing(), Standing::Revoked);
    assert_eq!(world.take_events().last().unwrap(), &("session_expired", "logout".to_owned()));
}
