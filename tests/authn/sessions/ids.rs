//! Ids: 256 random bits, of which the store has only the digest.

use std::collections::HashSet;

use actix_web::test::TestRequest;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portcullis::authn::session::Login;
use portcullis::store::{Digest, SessionRecord, SessionStore as _};

use crate::world::{World, cookie_of, id_of};

#[actix_web::test]
async fn ten_thousand_ids_are_long_and_never_repeat() {
    let world = World::new();
    let request = TestRequest::post().insert_header(("sec-fetch-site", "none")).to_http_request();
    let (mut ids, mut handles, mut ones) = (HashSet::new(), HashSet::new(), [0_u32; 256]);
    for _ in 0..10_000 {
        let started = world.sessions.start(Login::of("ada"), &request).await.unwrap();
        let set = started.cookie().value().to_str().unwrap();
        let id = URL_SAFE_NO_PAD.decode(id_of(set.split(';').next().unwrap())).unwrap();
        assert_eq!(id.len(), 32);
        for (bit, count) in ones.iter_mut().enumerate() {
            *count += u32::from(id[bit / 8] >> (bit % 8) & 1);
        }
        ids.insert(id);
        handles.insert(started.handle().to_owned());
    }
    assert_eq!((ids.len(), handles.len()), (10_000, 10_000));
    // Eight standard deviations from the middle: no bit stands still.
    assert!(ones.iter().all(|count| (4_600..=5_400).contains(count)), "{ones:?}");
}

/// Everything that a record holds, as text and as the bytes of its digest.
fn holds(record: &SessionRecord, id: &str) -> bool {
    let raw = URL_SAFE_NO_PAD.decode(id).unwrap();
    let SessionRecord { digest, handle, subject, methods, label, provider, .. } = record;
    let texts = format!("{handle} {subject} {methods:?} {label:?} {provider:?} {record:?}");
    texts.contains(id) || digest.as_bytes()[..] == raw[..] || handle.contains(&id[..22])
}

#[actix_web::test]
async fn the_store_never_has_an_id() {
    let world = World::new();
    let first = world.log_in("ada");
    let second = cookie_of(&world.ask("POST", "/renew", &first, Some("privileges")));
    let given = world.store.given.lock().unwrap().clone();
    assert_eq!(given.len(), 2, "the login and the renewal");
    let kept = world.store.memory.list("ada").await.unwrap();
    assert_eq!(kept.len(), 1);
    for record in given.iter().chain(&kept) {
        assert!(!holds(record, id_of(&first)) && !holds(record, id_of(&second)));
    }
    // It has the digest instead, and whoever presents that has nothing.
    assert!(kept[0].digest == Digest::of(id_of(&second)));
    let digest = URL_SAFE_NO_PAD.encode(kept[0].digest.as_bytes());
    assert_eq!(world.status("GET", "/me", &format!("__Host-session={digest}")), 401);
}
