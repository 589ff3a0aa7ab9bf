//! Sessions: kept whole, touched, replaced, listed.

use futures_util::future::{join, join_all};
use portcullis::store::{Digest, ProviderSession, SessionStore};

use super::records::{HOUR, ODD, at, long, session};

pub(crate) async fn are_kept_whole(store: &dyn SessionStore) {
    let mut full = session("full", ODD);
    full.handle = format!("{ODD}handle");
    full.created_at = at(1);
    full.seen_at = at(12);
    full.idle_until = at(123);
    full.expires_at = at(1_234);
    full.authenticated_at = at(999);
    full.methods = vec![String::new(), ODD.to_owned(), "a,b\"]".to_owned()];
    full.label = Some(long());
    full.provider = Some(ProviderSession {
        issuer: "https://id.example/ö".to_owned(),
        subject: ODD.to_owned(),
        sid: Some(ODD.to_owned()),
    });
    let mut bare = session("bare", "");
    bare.methods = Vec::new();
    bare.label = Some(String::new());
    let mut without_sid = session("without sid", "anna");
    without_sid.provider =
        Some(ProviderSession { issuer: String::new(), subject: String::new(), sid: None });
    for session in [&full, &bare, &without_sid] {
        store.create(session.clone()).await.unwrap();
    }
    for session in [full, bare, without_sid] {
        assert_eq!(store.find(session.digest).await.unwrap().as_ref(), Some(&session));
        assert_eq!(store.list(&session.subject).await.unwrap(), [session]);
    }
}

pub(crate) async fn a_session_that_is_not_there(store: &dyn SessionStore) {
    let unknown = Digest::of("unknown");
    store.create(session("other", "anna")).await.unwrap();
    assert_eq!(store.find(unknown).await.unwrap(), None);
    store.touch(unknown, at(1), at(HOUR)).await.unwrap();
    assert_eq!(store.find(unknown).await.unwrap(), None);
    assert!(!store.replace(unknown, session("new", "anna")).await.unwrap());
    assert_eq!(store.find(Digest::of("new")).await.unwrap(), None);
    assert_eq!(store.list("anna").await.unwrap(), [session("other", "anna")]);
    assert!(store.list("nobody").await.unwrap().is_empty());
}

pub(crate) async fn are_touched_forward_only(store: &dyn SessionStore) {
    let mut session = session("touched", "anna");
    let digest = session.digest;
    store.create(session.clone()).await.unwrap();
    // Each time is kept at its latest, whichever use is written last.
    for (seen, idle) in [(1_000, HOUR + 1_000), (1_001, HOUR), (7, HOUR + 1_001), (0, 0)] {
        store.touch(digest, at(seen), at(idle)).await.unwrap();
    }
    session.seen_at = at(1_001);
    session.idle_until = at(HOUR + 1_001);
    assert_eq!(store.find(digest).await.unwrap(), Some(session));
}

pub(crate) async fn an_ended_session_is_not_revived(store: &dyn SessionStore) {
    let session = session("ended", "anna");
    store.create(session.clone()).await.unwrap();
    assert!(store.end("anna", "ended").await.unwrap());
    store.touch(session.digest, at(1), at(HOUR)).await.unwrap();
    assert_eq!(store.find(session.digest).await.unwrap(), None);
    assert!(store.list("anna").await.unwrap().is_empty());
}

pub(crate) async fn are_replaced_whole(store: &dyn SessionStore) {
    let old = session("old", "guest");
    let mut new = session("new", ODD);
    new.handle.clone_from(&old.handle);
    new.created_at = at(1);
    new.seen_at = at(2);
    new.idle_until = at(3);
    new.expires_at = at(4);
    new.authenticated_at = at(5);
    new.methods = Vec::new();
    new.label = Some("a label".to_owned());
    new.provider = Some(ProviderSession {
        issuer: "i".to_owned(),
        subject: "s".to_owned(),
        sid: Some("x".to_owned()),
    });
    store.create(old.clone()).await.unwrap();
    assert!(store.replace(old.digest, new.clone()).await.unwrap());
    assert_eq!(store.find(old.digest).await.unwrap(), None);
    assert_eq!(store.find(new.digest).await.unwrap().as_ref(), Some(&new));
    assert!(store.list("guest").await.unwrap().is_empty());
    assert_eq!(store.list(ODD).await.unwrap().as_slice(), core::slice::from_ref(&new));

    assert!(!store.replace(old.digest, session("third", "anna")).await.unwrap());
    assert_eq!(store.find(Digest::of("third")).await.unwrap(), None);

    // And what the new one names is what ends it.
    assert!(!store.end("guest", "old").await.unwrap());
    let provider = new.provider.clone().unwrap();
    assert_eq!(store.end_of_provider(&provider).await.unwrap(), ["old"]);
    assert_eq!(store.find(new.digest).await.unwrap(), None);
}

pub(crate) async fn can_be_replaced_under_the_same_digest(store: &dyn SessionStore) {
    let old = session("same", "anna");
    let mut new = old.clone();
    new.methods = vec!["pwd".to_owned(), "otp".to_owned()];
    new.authenticated_at = at(77);
    store.create(old.clone()).await.unwrap();
    assert!(store.replace(old.digest, new.clone()).await.unwrap());
    assert_eq!(store.list("anna").await.unwrap(), [new]);
}

pub(crate) async fn one_replacement_of_many_wins(store: &dyn SessionStore) {
    let old = session("old", "anna");
    store.create(old.clone()).await.unwrap();
    let attempts = (0..20).map(|number| {
        let mut new = session(&format!("new {number}"), "anna");
        new.handle.clone_from(&old.handle);
        store.replace(old.digest, new)
    });
    let replaced = join_all(attempts).await.into_iter().filter(|done| *done.as_ref().unwrap());
    assert_eq!(replaced.count(), 1);
    assert_eq!(store.list("anna").await.unwrap().len(), 1);
    assert_eq!(store.find(old.digest).await.unwrap(), None);
}

/// Whichever comes first, a session that is replaced or touched does not outlive the end of all.
pub(crate) async fn nothing_escapes_an_end(store: &dyn SessionStore) {
    for round in 0..30 {
        let (old, new) = (format!("old {round}"), format!("new {round}"));
        let (old, new) = (session(&old, "anna"), session(&new, "anna"));
        store.create(old.clone()).await.unwrap();
        let (end, replace) = (store.end_all("anna", None), store.replace(old.digest, new.clone()));
        let (ended, replaced) = if round % 2 == 0 {
            join(end, replace).await
        } else {
            let (replaced, ended) = join(replace, end).await;
            (ended, replaced)
        };
        let handle = if replaced.unwrap() { &new.handle } else { &old.handle };
        let ended = ended.unwrap();
        // What was replaced in time was ended under its new handle or its old one, but ended.
        assert_eq!(ended.len(), 1, "{handle}");
        assert!(store.list("anna").await.unwrap().is_empty());

        store.create(old.clone()).await.unwrap();
        let touch = store.touch(old.digest, at(1), at(HOUR));
        let (touched, ended) = join(touch, store.end("anna", &old.handle)).await;
        touched.unwrap();
        assert!(ended.unwrap());
        assert_eq!(store.find(old.digest).await.unwrap(), None);
    }
}

pub(crate) async fn are_listed_from_the_latest(store: &dyn SessionStore) {
    for (name, created) in [("b", 1_000), ("a", 1_001), ("d", 3), ("c", 999)] {
        let mut session = session(name, "anna");
        session.created_at = at(created);
        // The order is that of the beginnings, whatever else is later.
        session.seen_at = at(5_000 - created);
        store.create(session).await.unwrap();
    }
    store.create(session("other", "Anna")).await.unwrap();
    let listed = store.list("anna").await.unwrap();
    let handles: Vec<_> = listed.iter().map(|session| session.handle.as_str()).collect();
    assert_eq!(handles, ["a", "b", "c", "d"]);
}
