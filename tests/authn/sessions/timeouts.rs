//! Idle and absolute timeouts, to the millisecond, and how often use is written down.

use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::world::World;

const MINUTE: Duration = Duration::from_mins(1);
const MOMENT: Duration = Duration::from_millis(1);

fn nearly(time: Duration) -> Duration {
    time.saturating_sub(MOMENT)
}

#[test]
fn a_session_that_lies_idle_is_over_at_the_last_moment() {
    let world = World::new();
    let cookie = world.log_in("ada");
    for _ in 0..2 {
        world.clock.advance(nearly(30 * MINUTE));
        assert_eq!(world.status("GET", "/me", &cookie), 200);
    }
    world.clock.advance(30 * MINUTE);
    world.take_events();
    assert_eq!(world.status("GET", "/me", &cookie), 401);
    let expected =
        [("session_use_after_expire", "idle timeout"), ("session_expired", "idle timeout")];
    assert_eq!(world.take_events(), expected.map(|(name, detail)| (name, detail.to_owned())));
    // It is gone, and stays gone.
    assert_eq!(world.status("GET", "/me", &cookie), 401);
    assert_eq!(world.take_events()[0].0, "session_use_after_expire");
}

#[test]
fn use_does_not_outlast_the_absolute_timeout() {
    let world = World::with(|builder| builder.absolute_timeout(60 * MINUTE));
    let cookie = world.log_in("ada");
    for minutes in [20, 20, 19] {
        world.clock.advance(minutes * MINUTE);
        assert_eq!(world.status("GET", "/me", &cookie), 200);
    }
    world.clock.advance(nearly(MINUTE));
    assert_eq!(world.status("GET", "/me", &cookie), 200);
    world.clock.advance(MOMENT);
    world.take_events();
    assert_eq!(world.status("GET", "/me", &cookie), 401);
    assert_eq!(world.take_events()[1], ("session_expired", "absolute timeout".to_owned()));
}

#[test]
fn a_change_of_privileges_does_not_prolong_it_but_a_new_proof_does() {
    let world =
        World::with(|builder| builder.absolute_timeout(60 * MINUTE).idle_timeout(60 * MINUTE));
    let renewed = |why: &str| {
        let cookie = world.log_in("ada");
        world.clock.advance(40 * MINUTE);
        let reply = world.ask("POST", "/renew", &cookie, Some(why));
        assert_eq!(reply.status, 200);
        let cookie = crate::world::cookie_of(&reply);
        world.clock.advance(20 * MINUTE);
        (world.status("GET", "/me", &cookie), cookie)
    };
    assert_eq!(renewed("privileges").0, 401);
    let (status, cookie) = renewed("mfa");
    assert_eq!(status, 200);
    world.clock.advance(40 * MINUTE);
    assert_eq!(world.status("GET", "/me", &cookie), 401);
}

#[test]
fn use_is_written_once_a_minute() {
    let world = World::new();
    let cookie = world.log_in("ada");
    let touches = || world.store.touches.load(Ordering::SeqCst);
    for _ in 0..10 {
        world.clock.advance(nearly(MINUTE / 10));
        assert_eq!(world.status("GET", "/me", &cookie), 200);
    }
    assert_eq!(touches(), 0);
    world.clock.advance(10 * MOMENT);
    for _ in 0..5 {
        assert_eq!(world.status("GET", "/me", &cookie), 200);
    }
    assert_eq!(touches(), 1);
}

#[test]
fn short_idle_timeouts_are_written_at_every_tenth() {
    let world = World::with(|builder| builder.idle_timeout(Duration::from_secs(10)));
    let cookie = world.log_in("ada");
    for _ in 0..30 {
        world.clock.advance(Duration::from_secs(1));
        assert_eq!(world.status("GET", "/me", &cookie), 200);
    }
    assert_eq!(world.store.touches.load(Ordering::SeqCst), 30);
    world.clock.advance(Duration::from_secs(10));
    assert_eq!(world.status("GET", "/me", &cookie), 401);
}

#[test]
fn logins_forget_what_is_over() {
    let world = World::new();
    for _ in 0..5 {
        world.log_in("bob");
    }
    world.clock.advance(30 * MINUTE);
    world.log_in("ada");
    let left = futures_util::FutureExt::now_or_never(portcullis::store::SessionStore::list(
        &world.store.memory,
        "bob",
    ));
    assert_eq!(left.unwrap().unwrap().len(), 0);
}
