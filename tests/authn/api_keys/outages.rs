//! A store or accounts that fail or hang: 503, in time, and nothing opens.

use std::time::{Duration, Instant};

use portcullis::authn::api_key::{ApiKeyError, ExposeSecret as _};
use portcullis::store::ApiKeyStore as _;

use crate::Role;
use crate::spy::Mood;
use crate::world::{World, logged_in, reading, run};

const SHORT: Duration = Duration::from_millis(200);

#[test]
fn a_store_that_does_not_answer_is_503_and_no_more() {
    let world = World::with(|keys| keys.store_timeout(SHORT));
    let created = world.key();
    for mood in [Mood::Fails, Mood::Hangs, Mood::DoesAndHangs] {
        world.store.is(mood);
        let asked = Instant::now();
        let key = created.key.expose_secret();
        let reply = world.ask("/reports", &[("x-api-key", key)]);
        assert_eq!(reply.status, 503, "{mood:?}");
        assert!(reply.header("retry-after").is_some());
        assert!(asked.elapsed() < Duration::from_secs(2), "{mood:?}");
        // Without a key, nobody asks the store.
        assert_eq!(world.ask("/reports", &[]).status, 401);
        assert_eq!(world.with_key("/reports", "x"), 401);
    }
    world.store.is(Mood::Answers);
    assert_eq!(world.status(&created), 200, "and it is over when it is over");
}

/// The gate's own limit holds where the configured one is longer.
#[test]
fn a_request_waits_no_longer_than_a_decision_may_take() {
    let world = World::with(|keys| keys.store_timeout(Duration::from_hours(1)));
    let created = world.key();
    world.store.is(Mood::Hangs);
    assert_eq!(world.status(&created), 503);
}

#[test]
fn accounts_that_do_not_answer_are_503() {
    let world = World::with(|keys| keys.store_timeout(SHORT));
    let created = world.key();
    for owner in ["unlucky", "endless"] {
        let mut record = created.record.clone();
        record.owner = owner.to_owned();
        run(world.store.create(record)).unwrap();
        assert_eq!(world.status(&created), 503, "{owner}");
    }
}

#[test]
fn a_key_in_the_url_is_refused_whatever_the_store_does() {
    let world = World::with(|keys| keys.store_timeout(SHORT));
    let created = world.key();
    let key = created.key.expose_secret();
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is(mood);
        world.take_events();
        assert_eq!(world.ask(&format!("/reports?a={key}"), &[]).status, 400, "{mood:?}");
        assert_eq!(world.take_events().len(), 1);
    }
}

#[test]
fn what_was_asked_of_a_silent_store_is_an_outage() {
    let world = World::with(|keys| keys.store_timeout(SHORT));
    let created = world.key();
    let ada = logged_in("ada", Role::Editor);
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is(mood);
        let id = &created.record.id;
        let errors = run(async {
            [
                world.keys.create(&ada, reading("ci")).await.err(),
                world.keys.rotate(&ada, id, None).await.err(),
                world.keys.list("ada").await.err(),
                world.keys.revoke("ada", id).await.err(),
                world.keys.revoke_all("ada").await.err(),
            ]
        });
        for error in errors {
            assert!(matches!(error, Some(ApiKeyError::Unavailable(_))), "{error:?}");
        }
    }
    world.store.is(Mood::Answers);
    assert_eq!(world.status(&created), 200, "a revocation that failed revokes nothing");
}

/// The store revoked, and its answer was lost: asking again says that it is done.
#[test]
fn a_revocation_whose_answer_was_lost_can_be_repeated() {
    let world = World::with(|keys| keys.store_timeout(SHORT));
    let created = world.key();
    world.store.is(Mood::DoesAndHangs);
    let lost = run(world.keys.revoke("ada", &created.record.id));
    assert!(matches!(lost, Err(ApiKeyError::Unavailable(_))));
    world.store.is(Mood::Answers);
    assert_eq!(run(world.keys.revoke("ada", &created.record.id)), Ok(()));
    assert_eq!(world.status(&created), 401);
}

/// A store that looks keys up carelessly does not decide alone.
#[test]
fn a_record_of_another_key_is_refused() {
    let world = World::new();
    let (first, second) = (world.key(), world.key());
    world.store.is(Mood::Confuses);
    assert_eq!(world.status(&first), 200);
    assert_eq!(world.status(&second), 401);
}
