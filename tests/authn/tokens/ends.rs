//! Logout, ends by id and subject, revoked subjects, locked accounts: all at once.

use std::time::Duration;

use portcullis::Clock as _;
use portcullis::authn::Account;
use portcullis::authn::revocation::{Revocation, Target};
use serde_json::Value;

use crate::Role;
use crate::backends::{Kept, on_stores};
use crate::spy::Mood;
use crate::world::World;

on_stores! {
    memory sqlite postgres redis:
    a_logout_ends_the_family_and_its_access_tokens_at_once
    logins_are_listed_and_ended_by_their_owner
}

fn a_logout_ends_the_family_and_its_access_tokens_at_once(kept: &Kept) {
    let world = World::on(kept);
    let (other, first) = (world.log_in("ada"), world.log_in("ada"));
    let second = world.refresh(&first.refresh);
    world.take_events();
    assert_eq!(world.post("/logout", &second.refresh).status, 204);
    for access in [&first.access, &second.access] {
        assert_eq!(world.status(access), 401);
    }
    world.is_refused(&second.refresh);
    world.is_refused(&first.refresh);
    assert_eq!(world.post("/logout", &second.refresh).status, 204, "once more does no harm");
    let told = world.take_events().into_iter().filter(|name| name.starts_with("authn_token"));
    assert_eq!(told.collect::<Vec<_>>(), ["authn_token_revoked"]);
    assert_eq!(world.status(&other.access), 200);
    world.refresh(&other.refresh);
}

/// A client that missed its last answer can still log out.
#[test]
fn a_spent_token_logs_out_too() {
    let world = World::new();
    let first = world.log_in("ada");
    let second = world.refresh(&first.refresh);
    assert_eq!(world.post("/logout", &first.refresh).status, 204);
    assert_eq!((world.status(&second.access), world.alerts()), (401, 0));
    world.is_refused(&second.refresh);
}

fn logins_are_listed_and_ended_by_their_owner(kept: &Kept) {
    let world = World::on(kept);
    let logins: Vec<_> = (0..3).map(|_| world.log_in("ada")).collect();
    let bobs = world.log_in("bob");
    let ids = |access: &str| -> Vec<String> {
        let listed: Value =
            serde_json::from_str(&world.ask("GET", "/logins", access).body).unwrap();
        let listed = listed.as_array().unwrap().iter();
        listed.map(|login| login["id"].as_str().unwrap().to_owned()).collect()
    };
    let own = ids(&logins[0].access);
    assert_eq!(own.len(), 3);
    let last = world.me(&logins[2].access)["session"].as_str().unwrap().to_owned();
    let path = format!("/logins/{last}");
    assert_eq!(world.ask("DELETE", &path, &bobs.access).status, 404, "not his");
    assert_eq!(world.status(&logins[2].access), 200);
    assert_eq!(world.ask("DELETE", &path, &logins[0].access).status, 204);
    assert_eq!(world.ask("DELETE", &path, &logins[0].access).status, 404);
    assert_eq!(world.status(&logins[2].access), 401);
    world.is_refused(&logins[2].refresh);
    assert_eq!(ids(&logins[0].access).len(), 2);

    assert_eq!(world.ask("DELETE", "/logins", &logins[0].access).body, "2");
    for login in &logins {
        assert_eq!(world.status(&login.access), 401);
        world.is_refused(&login.refresh);
    }
    assert_eq!(world.status(&bobs.access), 200);
    world.refresh(&bobs.refresh);
}

#[test]
fn a_revoked_subject_is_refused_with_all_that_began_before() {
    let world = World::new();
    let (ada, bob) = (world.log_in("ada"), world.log_in("bob"));
    world.advance(Duration::from_secs(5));
    let at = world.clock.now();
    let until = at + Duration::from_hours(24);
    world.revocations.apply(&Revocation { target: Target::Subject("ada".into()), at, until });
    assert_eq!(world.status(&ada.access), 401);
    world.is_refused(&ada.refresh);
    assert_eq!((world.alerts(), world.status(&bob.access)), (0, 200));
    world.refresh(&bob.refresh);

    world.advance(Duration::from_secs(1));
    let later = world.log_in("ada");
    assert_eq!(world.status(&later.access), 200);
    world.refresh(&later.refresh);
    // The family itself has ended: it does not come back when the revocation is forgotten.
    world.revocations.purge(until + Duration::from_hours(1));
    world.is_refused(&ada.refresh);
}

/// Another node revoked the subject, and this one refreshed before it heard: what it gave out is as old as
/// the login, so it does not outlive the news.
#[test]
fn what_a_late_refresh_gave_out_is_revoked_with_its_login() {
    let world = World::new();
    let first = world.log_in("ada");
    world.advance(Duration::from_secs(5));
    let at = world.clock.now();
    world.advance(Duration::from_secs(5));
    let late = world.refresh(&first.refresh);
    assert_eq!(world.status(&late.access), 200);
    let until = at + Duration::from_hours(24);
    world.revocations.apply(&Revocation { target: Target::Subject("ada".into()), at, until });
    assert_eq!(world.status(&late.access), 401);
    let next = world.log_in("ada");
    assert_eq!(world.status(&next.access), 200, "a login since then is none that it means");
}

/// The answer of the store may be lost although it has ended the families, so they are named before.
#[test]
fn an_end_of_all_that_the_store_does_not_confirm_leaves_no_access_token_good() {
    let world = World::new();
    let (first, second) = (world.log_in("ada"), world.log_in("ada"));
    world.store.is("end_all", Mood::Fails);
    assert_eq!(world.ask("DELETE", "/logins", &first.access).status, 503);
    for tokens in [&first, &second] {
        assert_eq!(world.status(&tokens.access), 401);
    }
}

#[test]
fn a_locked_account_ends_its_logins_at_the_next_refresh() {
    let world = World::new();
    let tokens = world.log_in("ada");
    world.people.lock("ada");
    assert_eq!(world.status(&tokens.access), 200, "until it expires or is revoked");
    world.is_refused(&tokens.refresh);
    assert_eq!(world.status(&tokens.access), 401, "with the family");
    world.people.put(Account::new("ada").role(Role::Admin));
    world.is_refused(&tokens.refresh);
    assert_eq!(world.status(&world.log_in("ada").access), 200);
}

#[test]
fn an_answer_about_somebody_else_is_refused() {
    let world = World::new();
    let tokens = world.log_in("bob");
    world.people.answer_for("bob", Account::new("ada").role(Role::Admin));
    world.is_refused(&tokens.refresh);
}
