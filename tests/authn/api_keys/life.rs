//! The life of a key: made, listed, rotated, revoked, expired, to the millisecond.

use std::time::Duration;

use portcullis::authn::api_key::{ApiKeyError, ExposeSecret as _};
use portcullis::authn::revocation::{Presented, Revocation, Standing, Target};
use portcullis::store::ApiKeyStore as _;

use crate::Role;
use crate::world::{World, days, logged_in, reading, run, start};

const MOMENT: Duration = Duration::from_millis(1);

fn almost(time: Duration) -> Duration {
    time.saturating_sub(MOMENT)
}

#[test]
fn a_key_ends_to_the_millisecond() {
    let world = World::new();
    let created = world.key();
    assert_eq!(created.record.expires_at, Some(start() + days(10)));
    world.clock.advance(almost(days(10)));
    assert_eq!(world.status(&created), 200);
    world.clock.advance(MOMENT);
    assert_eq!(world.status(&created), 401);
}

#[test]
fn the_owner_sees_their_keys_and_nobody_elses() {
    let world = World::new();
    world.people.has("bob", Role::Reader);
    let first = world.key();
    world.clock.advance(MOMENT);
    let second = run(world.keys.create_for("ada", reading("deploy"))).unwrap();
    let other = run(world.keys.create_for("bob", reading("ci"))).unwrap();
    let listed = run(world.keys.list("ada")).unwrap();
    assert_eq!(listed, [second.record, first.record.clone()]);
    assert_eq!(listed[0].name, "deploy");
    assert_eq!(run(world.keys.list("bob")).unwrap(), std::slice::from_ref(&other.record));
    let bob = logged_in("bob", Role::Editor);
    for id in [&first.record.id, "nothing", ""] {
        let id: &str = id;
        assert_eq!(run(world.keys.revoke("bob", id)), Err(ApiKeyError::NotFound));
        let rotated = run(world.keys.rotate(&bob, id, None));
        assert_eq!(rotated.unwrap_err(), ApiKeyError::NotFound);
    }
    assert_eq!(run(world.keys.revoke_all("bob")).unwrap(), [other.record.id.as_str()]);
    assert_eq!(world.status(&first), 200, "it is still good");
    assert_eq!(world.status(&other), 401);
}

#[test]
fn a_revoked_key_is_refused_at_once_and_everywhere() {
    let world = World::new();
    let (created, other) = (world.key(), world.key());
    world.take_events();
    assert_eq!(world.status(&created), 200);
    run(world.keys.revoke("ada", &created.record.id)).unwrap();
    assert_eq!(world.status(&created), 401);
    let presented = Presented {
        subject: "ada",
        token: None,
        session: None,
        key: Some(&created.record.id),
        issued_at: Some(start()),
    };
    assert_eq!(world.revocations.standing(&presented), Standing::Revoked);
    let events = world.take_events();
    let said: Vec<_> = events.iter().map(|event| event.event).collect();
    assert_eq!(said, ["authn_token_revoked", "authn_token_reuse"]);
    assert!(events.iter().all(|event| event.subject.as_deref() == Some("ada")
        && event.credential.as_ref() == Some(&created.record.id)));
    // Once more is no error and nothing new.
    run(world.keys.revoke("ada", &created.record.id)).unwrap();
    assert!(world.take_events().is_empty());
    assert_eq!(world.status(&other), 200);
    assert_eq!(run(world.keys.revoke_all("ada")).unwrap(), [other.record.id.as_str()]);
    assert_eq!(world.status(&other), 401);
    let listed = run(world.keys.list("ada")).unwrap();
    assert!(listed.iter().all(|key| key.revoked_at == Some(start())), "they stay listed");
}

/// Revoked on another node, of which no word has come: the store knows.
#[test]
fn a_revocation_in_the_store_counts() {
    let world = World::new();
    let created = world.key();
    assert!(run(world.store.memory.revoke("ada", &created.record.id, start())).unwrap());
    assert_eq!(world.status(&created), 401);
    assert_eq!(world.take_events().pop().unwrap().event, "authn_token_reuse");
}

/// Revoked on another node: its store answers from before, but the word has come.
#[test]
fn a_revocation_from_elsewhere_counts() {
    let world = World::new();
    let (created, later) = (world.key(), start() + days(1));
    let target = Target::Key(created.record.id.clone());
    world.revocations.apply(&Revocation { target, at: start(), until: later });
    assert_eq!(world.status(&created), 401);
    // All credentials of a subject that were issued up to now, and not those from later.
    let created = world.key();
    assert_eq!(world.status(&created), 200);
    let target = Target::Subject("ada".to_owned());
    world.revocations.apply(&Revocation { target, at: start(), until: later });
    assert_eq!(world.status(&created), 401);
    world.clock.advance(MOMENT);
    assert_eq!(world.status(&world.key()), 200);
    // A key may outlive the memory of its revocation: it was revoked for good when it was presented.
    world.revocations.purge(later + days(2));
    assert_eq!(world.status(&created), 401);
}

#[test]
fn a_rotated_key_overlaps_with_its_successor_and_ends() {
    let world = World::new();
    let old = world.key();
    let ada = logged_in("ada", Role::Editor);
    world.clock.advance(days(1));
    world.take_events();
    let new = run(world.keys.rotate(&ada, &old.record.id, None)).unwrap();
    assert_ne!(new.key.expose_secret(), old.key.expose_secret());
    assert_eq!(
        (&new.record.name, &new.record.permissions),
        (&old.record.name, &old.record.permissions)
    );
    assert_eq!(new.record.expires_at, Some(start() + days(11)), "as long a life again");
    let event = world.take_events().pop().unwrap();
    assert_eq!(event.event, "authn_token_created");
    assert_eq!(event.detail, Some(format!("in the place of {}", old.record.id)));
    world.clock.advance(almost(days(1)));
    assert_eq!((world.status(&old), world.status(&new)), (200, 200));
    world.clock.advance(MOMENT);
    assert_eq!((world.status(&old), world.status(&new)), (401, 200));
    // What has ended is not rotated, nor is what was revoked.
    let again = run(world.keys.rotate(&ada, &old.record.id, None)).unwrap_err();
    assert_eq!(again, ApiKeyError::NotFound);
    run(world.keys.revoke("ada", &new.record.id)).unwrap();
    let again = run(world.keys.rotate(&ada, &new.record.id, None)).unwrap_err();
    assert_eq!(again, ApiKeyError::NotFound);
}

#[test]
fn an_overlap_is_bounded_and_lengthens_no_life() {
    let world = World::new();
    let ada = logged_in("ada", Role::Editor);
    let old = world.key();
    let too_long = days(7) + MOMENT;
    let error = run(world.keys.rotate(&ada, &old.record.id, Some(too_long))).unwrap_err();
    assert_eq!(error, ApiKeyError::Overlap(too_long));
    // Two days before its end, an overlap of seven ends with the key.
    world.clock.advance(days(8));
    run(world.keys.rotate(&ada, &old.record.id, Some(days(7)))).unwrap();
    world.clock.advance(almost(days(2)));
    assert_eq!(world.status(&old), 200);
    world.clock.advance(MOMENT);
    assert_eq!(world.status(&old), 401);
    // None at all ends the old one with the making of the new one.
    let old = world.key();
    let new = run(world.keys.rotate(&ada, &old.record.id, Some(Duration::ZERO))).unwrap();
    assert_eq!((world.status(&old), world.status(&new)), (401, 200));
}

/// As another tool may have kept it.
#[test]
fn a_key_without_an_end_is_good_and_its_successor_has_one() {
    let world = World::new();
    let created = world.key();
    let mut record = created.record.clone();
    record.expires_at = None;
    run(world.store.create(record)).unwrap();
    world.clock.advance(days(4000));
    assert_eq!(world.status(&created), 200);
    let ada = logged_in("ada", Role::Editor);
    let new = run(world.keys.rotate(&ada, &created.record.id, None)).unwrap();
    assert_eq!(new.record.expires_at, Some(start() + days(4000 + 365)));
    world.clock.advance(days(1));
    assert_eq!((world.status(&created), world.status(&new)), (401, 200));
}
