//! Uses are counted beside requests, written in batches, and not lost to a store that is down.

use std::time::{Duration, Instant};

use portcullis::authn::api_key::Created;
use portcullis::store::{ApiKeyRecord, ApiKeyStore as _};

use crate::spy::Mood;
use crate::world::{World, run, start};

fn kept(world: &World, created: &Created) -> ApiKeyRecord {
    let keys = run(world.store.memory.list("ada")).unwrap();
    keys.into_iter().find(|key| key.id == created.record.id).unwrap()
}

#[test]
fn uses_add_up_over_batches() {
    let world = World::new();
    let (one, other) = (world.key(), world.key());
    let use_it = |created: &Created, times: u32| {
        for _ in 0..times {
            assert_eq!(world.status(created), 200);
        }
    };
    use_it(&one, 3);
    world.clock.advance(Duration::from_secs(5));
    use_it(&other, 2);
    assert_eq!(kept(&world, &one).uses, 0, "nothing is written by a request");
    run(world.keys.flush()).unwrap();
    assert_eq!(*world.store.batches.lock().unwrap(), [2], "one writing for both");
    let (first, second) = (kept(&world, &one), kept(&world, &other));
    assert_eq!((first.uses, first.last_used_at), (3, Some(start())));
    let later = Some(start() + Duration::from_secs(5));
    assert_eq!((second.uses, second.last_used_at), (2, later));
    use_it(&one, 1);
    run(world.keys.flush()).unwrap();
    run(world.keys.flush()).unwrap();
    assert_eq!((kept(&world, &one).uses, kept(&world, &one).last_used_at), (4, later));
    assert_eq!(*world.store.batches.lock().unwrap(), [2, 1], "nothing to write is not written");
}

#[test]
fn what_is_refused_is_no_use() {
    let world = World::new();
    let created = world.key();
    run(world.keys.revoke("ada", &created.record.id)).unwrap();
    assert_eq!(world.status(&created), 401);
    run(world.keys.flush()).unwrap();
    assert!(world.store.batches.lock().unwrap().is_empty());
}

#[test]
fn a_store_that_is_down_loses_no_use() {
    let world = World::with(|keys| keys.store_timeout(Duration::from_millis(100)));
    let created = world.key();
    assert_eq!(world.status(&created), 200);
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is(mood);
        run(world.keys.flush()).unwrap_err();
        world.store.is(Mood::Answers);
        assert_eq!(world.status(&created), 200, "used in between");
    }
    run(world.keys.flush()).unwrap();
    assert_eq!(kept(&world, &created).uses, 3);
}

/// Whoever stops waiting for a writing takes nothing along.
#[test]
fn a_writing_that_is_given_up_loses_no_use() {
    let world = World::with(|keys| keys.store_timeout(Duration::from_hours(1)));
    let created = world.key();
    assert_eq!(world.status(&created), 200);
    world.store.is(Mood::Hangs);
    run(async {
        let brief = Duration::from_millis(50);
        actix_web::rt::time::timeout(brief, world.keys.flush()).await.unwrap_err();
    });
    world.store.is(Mood::Answers);
    run(world.keys.flush()).unwrap();
    assert_eq!(kept(&world, &created).uses, 1);
}

/// A writing that hangs keeps no request waiting.
#[test]
fn requests_go_on_while_uses_are_written() {
    let world = World::with(|keys| keys.store_timeout(Duration::from_hours(1)));
    let created = world.key();
    assert_eq!(world.status(&created), 200);
    let flushing = world.keys.clone();
    world.store.is(Mood::Hangs);
    let (writing, until) = (world.store.batches.clone(), Instant::now() + Duration::from_secs(5));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let thread = std::thread::spawn(move || {
        run(async {
            let flush = std::pin::pin!(flushing.flush());
            futures_util::future::select(flush, stopped).await;
        });
    });
    while writing.lock().unwrap().is_empty() && Instant::now() < until {
        std::thread::yield_now();
    }
    world.store.is(Mood::Answers);
    assert_eq!(world.status(&created), 200);
    drop(stop);
    thread.join().unwrap();
    run(world.keys.flush()).unwrap();
    assert_eq!(kept(&world, &created).uses, 2);
}

fn within_seconds(mut condition: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + Duration::from_secs(10);
    while Instant::now() < until {
        if condition() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    false
}

#[test]
fn uses_are_written_by_themselves() {
    let world = World::with(|keys| keys.flush_every(Duration::from_millis(20)));
    let created = world.key();
    assert_eq!(world.status(&created), 200);
    assert!(within_seconds(|| kept(&world, &created).uses == 1));
    world.store.is(Mood::TakesNoUses);
    assert_eq!(world.status(&created), 200);
    let tried = world.store.batches.lock().unwrap().len();
    assert!(within_seconds(|| world.store.batches.lock().unwrap().len() > tried + 1));
    world.store.is(Mood::Answers);
    assert!(within_seconds(|| kept(&world, &created).uses == 2), "down and up");
}

#[test]
fn what_was_not_written_is_written_at_the_end() {
    let world = World::new();
    let created = world.key();
    assert_eq!(world.status(&created), 200);
    let World { keys, served, store, .. } = world;
    drop((keys, served));
    let uses = || {
        let keys = run(store.memory.list("ada")).unwrap();
        keys.iter().find(|key| key.id == created.record.id).unwrap().uses
    };
    assert!(within_seconds(|| uses() == 1));
}
