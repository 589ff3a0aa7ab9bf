//! What does not answer: 503 in time, nothing allowed, and no refresh token lost.

use std::sync::Arc;
use std::time::{Duration, Instant};

use portcullis::Clock as _;
use portcullis::authn::revocation::Revocations;
use portcullis::store::{Answer, Feed, MemoryStore, RevocationStore, StoreError};
use portcullis_tests::client::Reply;

use crate::spy::{METHODS, Mood, Spy};
use crate::world::World;

/// Far above the timeout of the issuer, far below what a client waits.
const IN_TIME: Duration = Duration::from_secs(4);

fn impatient() -> World {
    World::with(|builder| builder.timeout(Duration::from_millis(200)))
}

#[track_caller]
fn is_unavailable(reply: &Reply) {
    assert_eq!(reply.status, 503, "{}", reply.body);
    assert_eq!(reply.header("retry-after"), Some("5"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert!(reply.is_problem_document(), "{}", reply.body);
}

#[test]
fn an_outage_of_the_store_burns_no_token() {
    let world = impatient();
    let mut tokens = world.log_in("ada");
    for method in ["family_of", "spend"] {
        for mood in [Mood::Fails, Mood::Hangs] {
            world.store.is(method, mood);
            let start = Instant::now();
            is_unavailable(&world.try_refresh(&tokens.refresh));
            assert!(start.elapsed() < IN_TIME, "{method} {mood:?}");
            world.store.is(method, Mood::Answers);
            tokens = world.refresh(&tokens.refresh);
        }
    }
    assert_eq!((world.alerts(), world.status(&tokens.access)), (0, 200));
}

#[test]
fn an_outage_of_the_accounts_burns_no_token() {
    let world = impatient();
    let mut tokens = world.log_in("ada");
    for mood in [Mood::Fails, Mood::Hangs] {
        world.people.is(mood);
        for _ in 0..3 {
            let start = Instant::now();
            is_unavailable(&world.try_refresh(&tokens.refresh));
            assert!(start.elapsed() < IN_TIME, "{mood:?}");
        }
        is_unavailable(&world.post("/token", "ada"));
        world.people.is(Mood::Answers);
        tokens = world.refresh(&tokens.refresh);
    }
    assert_eq!((world.alerts(), world.status(&tokens.access)), (0, 200));
}

#[test]
fn a_login_that_is_not_kept_gives_nothing() {
    let world = impatient();
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is("open", mood);
        is_unavailable(&world.post("/token", "ada"));
    }
    world.store.is("open", Mood::Answers);
    world.log_in("ada");
    let created = world.take_events();
    assert_eq!(created.iter().filter(|name| **name == "authn_token_created").count(), 1);
}

/// A store of revocations that nobody hears from.
struct Silent;

impl RevocationStore for Silent {
    fn record(&self, _: portcullis::authn::revocation::Revocation) -> Answer<'_, ()> {
        Box::pin(async { Err(StoreError::new("silent", "it says nothing")) })
    }

    fn since<'a>(&'a self, _: Option<&'a str>) -> Answer<'a, Feed> {
        Box::pin(async { Err(StoreError::new("silent", "it says nothing")) })
    }

    fn purge(&self, _: std::time::SystemTime) -> Answer<'_, u64> {
        Box::pin(async { Err(StoreError::new("silent", "it says nothing")) })
    }
}

#[test]
fn an_outage_of_the_revocations_burns_no_token() {
    let memory = Arc::new(MemoryStore::new());
    let deaf = Revocations::shared(Silent).build().unwrap();
    let world = World::before(Spy::before(memory.clone()), |builder| builder.revocations(&deaf));
    let refresh = world.log_in("ada").refresh;
    is_unavailable(&world.try_refresh(&refresh));
    assert_eq!(world.store.asked_for("spend"), 0);
    // The same store behind a node that hears.
    let other = World::before(Spy::before(memory), |builder| builder);
    other.refresh(&refresh);
}

#[test]
fn a_logout_that_fails_says_so_and_still_holds() {
    for mood in [Mood::Fails, Mood::Hangs] {
        let world = impatient();
        let tokens = world.log_in("ada");
        world.store.is("end", mood);
        assert_eq!(world.post("/logout", &tokens.refresh).status, 503);
        assert_eq!(world.status(&tokens.access), 401, "at once all the same");
        assert!(world.try_refresh(&tokens.refresh).status >= 400);
        world.store.is("end", Mood::Answers);
        // The family is still in the store, and refused for as long as it could last.
        world.revocations.purge(world.clock.now() + Duration::from_hours(24));
        world.is_refused(&tokens.refresh);
        assert_eq!(world.store.asked_for("spend"), 0);
        assert_eq!(world.post("/logout", &tokens.refresh).status, 204);
    }
}

#[test]
fn nothing_is_allowed_while_all_is_silent() {
    let world = impatient();
    let tokens = world.log_in("ada");
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is_all(mood);
        is_unavailable(&world.try_refresh(&tokens.refresh));
        for (method, path) in [("GET", "/logins"), ("DELETE", "/logins"), ("DELETE", "/logins/a")] {
            assert_eq!(world.ask(method, path, &tokens.access).status, 503, "{method} {path}");
        }
        assert_eq!(world.post("/logout", &tokens.refresh).status, 503);
        assert_eq!(world.post("/token", "ada").status, 503);
    }
    for method in METHODS {
        world.store.is(method, Mood::Answers);
    }
    assert_eq!(world.status(&world.refresh(&tokens.refresh).access), 200);
}
