//! Many uses of one refresh token at once, over HTTP, on each store.

use std::sync::{Arc, Barrier};
use std::time::Duration;

use portcullis_tests::client::{Reply, send};

use crate::backends::{Kept, on_stores};
use crate::spy::Spy;
use crate::world::{Tokens, World, is_invalid_grant};

const USES: usize = 100;

on_stores! {
    memory sqlite postgres redis:
    one_of_a_hundred_wins_and_the_family_is_dead
    within_a_grace_one_successor_is_good
    a_logout_beside_refreshes_leaves_nothing_good
}

/// All at once, each from a thread of its own.
fn at_once(
    world: &World,
    uses: usize,
    path: impl Fn(usize) -> &'static str,
    token: &str,
) -> Vec<Reply> {
    let (address, start) = (world.served.address(), Barrier::new(uses));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..uses)
            .map(|number| {
                let (path, start) = (path(number), &start);
                scope.spawn(move || {
                    start.wait();
                    send(address, "POST", path, &[], Some(token))
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn one_of_a_hundred_wins_and_the_family_is_dead(kept: &Kept) {
    let world = World::on(kept);
    let first = world.log_in("ada");
    let replies = at_once(&world, USES, |_| "/refresh", &first.refresh);
    let (won, lost): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 200);
    assert_eq!((won.len(), lost.len()), (1, USES - 1));
    lost.into_iter().for_each(is_invalid_grant);

    let successor = Tokens::of(won[0]);
    world.is_refused(&successor.refresh);
    assert_eq!(world.status(&successor.access), 401);
    assert_eq!(world.status(&first.access), 401);
    assert_eq!(world.alerts(), 1);
    let again = world.log_in("ada");
    assert_eq!(world.ask("GET", "/logins", &again.access).body.matches("\"id\"").count(), 1);
    world.refresh(&again.refresh);
}

fn within_a_grace_one_successor_is_good(kept: &Kept) {
    let store = Spy::before(Arc::clone(&kept.store));
    let world = World::before(store, |builder| builder.grace(Duration::from_secs(30)));
    let first = world.log_in("ada");
    let replies = at_once(&world, USES / 10, |_| "/refresh", &first.refresh);
    let successors: Vec<Tokens> = replies.iter().map(Tokens::of).collect();
    let is_good = |tokens: &&Tokens| world.try_refresh(&tokens.refresh).status == 200;
    // One, until another that was superseded tells of a second holder.
    assert!(successors.iter().filter(is_good).count() <= 1);
    assert_eq!(world.alerts(), 1);
    world.is_refused(&first.refresh);
}

fn a_logout_beside_refreshes_leaves_nothing_good(kept: &Kept) {
    let world = World::on(kept);
    let first = world.log_in("ada");
    let path = |number| if number % 4 == 0 { "/logout" } else { "/refresh" };
    let replies = at_once(&world, 20, path, &first.refresh);
    for reply in &replies {
        assert!(matches!(reply.status, 200 | 204 | 400), "{} {}", reply.status, reply.body);
    }
    for tokens in replies.iter().filter(|reply| reply.status == 200).map(Tokens::of) {
        world.is_refused(&tokens.refresh);
        assert_eq!(world.status(&tokens.access), 401);
    }
    world.is_refused(&first.refresh);
    assert_eq!(world.status(&first.access), 401);
}
