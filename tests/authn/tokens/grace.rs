//! The grace for lost answers: off by default, and exact at its edges.

use std::time::Duration;

use crate::world::World;

fn with_grace(seconds: u64) -> World {
    World::with(|builder| builder.grace(Duration::from_secs(seconds)))
}

#[test]
fn there_is_none_by_default() {
    let world = World::new();
    let first = world.log_in("ada");
    let second = world.refresh(&first.refresh);
    world.is_refused(&first.refresh);
    world.is_refused(&second.refresh);
    assert_eq!(world.alerts(), 1);
}

#[test]
fn within_it_a_lost_answer_is_made_good() {
    let world = with_grace(10);
    let first = world.log_in("ada");
    let lost = world.refresh(&first.refresh);
    world.advance(Duration::from_millis(9_999));
    let second = world.refresh(&first.refresh);
    assert_eq!(world.status(&second.access), 200);
    assert_eq!(world.status(&lost.access), 200);
    world.refresh(&second.refresh);
    assert_eq!(world.alerts(), 0);
}

/// Thief or owner: whoever holds what the other's exchange has superseded gives both away.
#[test]
fn within_it_two_holders_are_noticed() {
    let world = with_grace(10);
    let copied = world.log_in("ada");
    let owners = world.refresh(&copied.refresh);
    let thiefs = world.refresh(&copied.refresh);
    world.is_refused(&owners.refresh);
    assert_eq!((world.alerts(), world.status(&thiefs.access)), (1, 401));
    world.is_refused(&thiefs.refresh);
}

#[test]
fn at_its_edge_and_after_it_is_reuse() {
    for after in [Duration::from_secs(10), Duration::from_secs(11)] {
        let world = with_grace(10);
        let first = world.log_in("ada");
        let second = world.refresh(&first.refresh);
        world.advance(after);
        world.is_refused(&first.refresh);
        world.is_refused(&second.refresh);
        assert_eq!((world.alerts(), world.status(&second.access)), (1, 401), "{after:?}");
    }
}

/// The grace counts from the first use, however often it is used.
#[test]
fn it_is_not_prolonged() {
    let world = with_grace(10);
    let first = world.log_in("ada");
    world.refresh(&first.refresh);
    for _ in 0..3 {
        world.advance(Duration::from_secs(3));
        world.refresh(&first.refresh);
    }
    world.advance(Duration::from_secs(1));
    world.is_refused(&first.refresh);
    assert_eq!(world.alerts(), 1);
}

#[test]
fn it_ends_with_the_use_of_the_successor() {
    let world = with_grace(10);
    let first = world.log_in("ada");
    let second = world.refresh(&first.refresh);
    let third = world.refresh(&second.refresh);
    world.is_refused(&first.refresh);
    world.is_refused(&third.refresh);
    assert_eq!((world.alerts(), world.status(&third.access)), (1, 401));
}
