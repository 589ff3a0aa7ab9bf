//! A key is in the answer to whoever asked for it and nowhere else: no log, `Debug`, list, record.

use portcullis::authn::api_key::{Created, ExposeSecret as _};
use portcullis_authn_tests::recorder::Recorder;
use portcullis_tests::client::send;

use crate::Role;
use crate::spy::Mood;
use crate::world::{World, logged_in, run};

/// Everything that can happen to a key; yields what it was and what became of it.
fn a_whole_life(world: &World) -> [Created; 2] {
    let ada = logged_in("ada", Role::Editor);
    let first = world.key();
    let second = run(world.keys.rotate(&ada, &first.record.id, None)).unwrap();
    for created in [&first, &second] {
        let key = created.key.expose_secret();
        world.with_key("/reports", key);
        world.with_key("/readers", key);
        world.with_key("/reports", &format!("{key}x"));
        world.ask("/reports", &[("x-api-key", key), ("x-api-key", key)]);
        world.ask("/reports", &[("x-api-key", key), ("authorization", "Bearer x")]);
        world.ask(&format!("/reports?key={key}"), &[]);
        send(world.served.address(), "POST", "/reports", &[("x-api-key", key)], None);
    }
    for mood in [Mood::Fails, Mood::Hangs] {
        world.store.is(mood);
        world.status(&second);
        run(world.keys.flush()).unwrap_err();
        run(world.keys.revoke("ada", &second.record.id)).unwrap_err();
    }
    world.store.is(Mood::Answers);
    run(world.keys.revoke("ada", &second.record.id)).unwrap();
    world.status(&second);
    [first, second]
}

/// The key, and the random part of it.
fn texts(created: &Created) -> [&str; 2] {
    let key = created.key.expose_secret();
    [key, &key["acme_live_".len()..][..30]]
}

#[test]
fn no_log_and_no_record_has_a_key() {
    let recorder = Recorder::start();
    let world = World::with(|keys| keys.store_timeout(std::time::Duration::from_millis(100)));
    let keys = a_whole_life(&world);
    let logged = recorder.text();
    let records = serde_json::to_string(&*world.events.lock().unwrap()).unwrap();
    for text in keys.iter().flat_map(texts) {
        assert!(!logged.contains(text), "a key is in the log");
        assert!(!records.contains(text), "a key is in the audit");
    }
    // The controls: both tell of what happened.
    assert!(logged.contains("request turned away") && logged.contains("it was told to fail"));
    for event in ["authn_token_created", "authn_token_revoked", "authn_token_reuse", "leaked"] {
        assert!(records.contains(event), "{event}");
    }
}

#[test]
fn neither_debug_nor_lists_nor_the_store_have_a_key() {
    let world = World::new();
    let created = world.key();
    let listed = run(world.keys.list("ada")).unwrap();
    let shown = format!("{:?} {created:?} {listed:?} {:?}", world.keys, world.store.given());
    let kept = world.store.given().remove(0);
    for text in texts(&created) {
        assert!(!shown.contains(text), "{shown}");
        let bytes = kept.digest.as_bytes();
        assert!(!bytes.windows(8).any(|part| text.as_bytes().windows(8).any(|own| own == part)));
    }
    assert_eq!(kept.digest, portcullis::store::Digest::of(created.key.expose_secret()));
    assert!(shown.contains(&created.record.id) && shown.contains("acme"), "{shown}");
}
