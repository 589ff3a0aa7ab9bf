//! How long tokens last, to the millisecond.

use std::time::Duration;

use serde_json::Value;

use crate::world::World;

const DAY: Duration = Duration::from_hours(24);
const MOMENT: Duration = Duration::from_millis(1);

fn all_but(time: Duration, rest: Duration) -> Duration {
    time.checked_sub(rest).unwrap()
}

#[test]
fn a_refresh_token_may_lie_idle_for_two_weeks() {
    let world = World::new();
    let (used, unused) = (world.log_in("ada"), world.log_in("ada"));
    world.advance(all_but(14 * DAY, MOMENT));
    let next = world.refresh(&used.refresh);
    world.advance(MOMENT);
    world.is_refused(&unused.refresh);
    world.advance(all_but(14 * DAY, 2 * MOMENT));
    let last = world.refresh(&next.refresh);
    world.advance(14 * DAY);
    world.is_refused(&last.refresh);
    assert_eq!(world.alerts(), 0, "what is expired is no reuse");
}

#[test]
fn a_login_ends_after_ninety_days_however_often_it_is_renewed() {
    let world = World::new();
    let mut tokens = world.log_in("ada");
    for _ in 0..8 {
        world.advance(10 * DAY);
        tokens = world.refresh(&tokens.refresh);
    }
    world.advance(all_but(10 * DAY, Duration::from_secs(100)));
    let reply = world.try_refresh(&tokens.refresh);
    let document: Value = serde_json::from_str(&reply.body).unwrap();
    let left = document["expires_in"].as_u64().unwrap();
    assert!((99..=100).contains(&left), "neither token outlasts the family: {left}");
    let (access, refresh) = (&document["access_token"], &document["refresh_token"]);
    assert_eq!(world.status(access.as_str().unwrap()), 200);
    world.advance(Duration::from_secs(100));
    assert_eq!(world.status(access.as_str().unwrap()), 401);
    world.is_refused(refresh.as_str().unwrap());
    assert_eq!(world.alerts(), 0);
}

#[test]
fn an_access_token_lasts_as_long_as_it_says() {
    let world = World::with(|builder| builder.access_lifetime(Duration::from_mins(1)));
    let tokens = world.log_in("ada");
    world.advance(Duration::from_secs(59));
    assert_eq!(world.status(&tokens.access), 200);
    world.advance(Duration::from_secs(1));
    assert_eq!(world.status(&tokens.access), 401);
    assert_eq!(world.status(&world.refresh(&tokens.refresh).access), 200);
}

#[test]
fn logins_forget_what_is_over() {
    let world = World::new();
    for _ in 0..5 {
        world.log_in("ada");
    }
    world.advance(15 * DAY);
    let families = |world: &World| {
        let listed = actix_web::rt::System::new().block_on(world.issuer.list("ada"));
        listed.unwrap().len()
    };
    assert_eq!(families(&world), 5, "idle ones are still kept");
    world.log_in("ada");
    assert_eq!(families(&world), 1);
}
