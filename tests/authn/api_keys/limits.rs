//! How many keys there are, how long they live, what they are called.

use std::time::Duration;

use futures_util::future::join_all;
use portcullis::authn::api_key::{ApiKeyError, NewKey};

use crate::Role;
use crate::spy::Mood;
use crate::world::{World, days, logged_in, reading, run};

#[test]
fn a_life_is_bounded() {
    let world = World::with(|keys| keys.max_lifetime(days(30)));
    for lifetime in [Duration::ZERO, days(30) + Duration::from_millis(1), Duration::MAX] {
        let error = run(world.keys.create_for("ada", reading("ci").expires_in(lifetime)));
        assert_eq!(error.unwrap_err(), ApiKeyError::Lifetime(days(30)));
    }
    for key in [reading("ci"), reading("ci").expires_in(days(30))] {
        let record = run(world.keys.create_for("ada", key)).unwrap().record;
        assert_eq!(record.expires_at, Some(record.created_at + days(30)));
    }
}

#[test]
fn a_name_is_a_name() {
    let world = World::new();
    let long = "é".repeat(101);
    for wrong in ["", " ", "a\nb", "a\0", long.as_str()] {
        let error = run(world.keys.create_for("ada", NewKey::named(wrong))).unwrap_err();
        assert_eq!(error, ApiKeyError::Name, "{wrong:?}");
    }
    run(world.keys.create_for("ada", NewKey::named("é".repeat(100)))).unwrap();
}

#[test]
fn an_owner_has_no_more_keys_than_they_may() {
    let world = World::with(|keys| keys.at_most(2));
    let (first, second) = (world.key(), world.key());
    let third = run(world.keys.create_for("ada", reading("ci"))).unwrap_err();
    assert_eq!(third, ApiKeyError::TooMany(2));
    assert_eq!(world.store.given().len(), 2, "nothing was kept");
    // What has ended does not count, and other owners have their own.
    run(world.keys.revoke("ada", &first.record.id)).unwrap();
    let third = world.key();
    world.people.has("bob", Role::Reader);
    run(world.keys.create_for("bob", reading("ci"))).unwrap();
    // One more while a key is rotated, and only one.
    let ada = logged_in("ada", Role::Editor);
    run(world.keys.rotate(&ada, &second.record.id, None)).unwrap();
    for id in [&second.record.id, &third.record.id] {
        let error = run(world.keys.rotate(&ada, id, None)).unwrap_err();
        assert_eq!(error, ApiKeyError::TooMany(2));
    }
    world.clock.advance(days(1));
    run(world.keys.rotate(&ada, &third.record.id, None)).unwrap();
    world.clock.advance(days(30));
    assert_eq!((world.status(&world.key()), world.status(&world.key())), (200, 200));
}

#[test]
fn no_number_of_requests_at_once_gets_more() {
    let world = World::with(|keys| keys.at_most(5));
    world.store.is(Mood::Dawdles);
    let made = run(join_all((0..100).map(|_| world.keys.create_for("ada", reading("ci")))));
    world.store.is(Mood::Answers);
    assert!(world.store.given().len() > 5, "they overlapped");
    let handed_out: Vec<_> = made.iter().flatten().collect();
    assert!(handed_out.len() <= 5, "{}", handed_out.len());
    let living = run(world.keys.list("ada")).unwrap();
    let living = living.iter().filter(|key| key.revoked_at.is_none());
    assert_eq!(living.count(), handed_out.len());
    let refused = made.iter().filter_map(|made| made.as_ref().err());
    assert!(refused.into_iter().all(|error| *error == ApiKeyError::TooMany(5)));
}
