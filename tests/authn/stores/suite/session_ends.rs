//! How sessions end: by handle, all of a subject, by a provider, by time.

use portcullis::store::{Digest, ProviderSession, SessionStore};

use super::records::{HOUR, at, session, sorted};

async fn handles(store: &dyn SessionStore, subject: &str) -> Vec<String> {
    let listed = store.list(subject).await.unwrap();
    sorted(listed.into_iter().map(|session| session.handle).collect())
}

pub(crate) async fn by_handle_of_ones_own(store: &dyn SessionStore) {
    store.create(session("one", "anna")).await.unwrap();
    store.create(session("two", "anna")).await.unwrap();
    for (subject, handle) in [("bert", "one"), ("Anna", "one"), ("anna", "One"), ("anna", "on%")] {
        assert!(!store.end(subject, handle).await.unwrap(), "{subject} {handle}");
    }
    assert_eq!(handles(store, "anna").await, ["one", "two"]);
    assert!(store.end("anna", "one").await.unwrap());
    assert!(!store.end("anna", "one").await.unwrap());
    assert_eq!(store.find(Digest::of("one")).await.unwrap(), None);
    assert_eq!(handles(store, "anna").await, ["two"]);
}

pub(crate) async fn of_all_but_one(store: &dyn SessionStore) {
    for (name, subject) in [("a", "anna"), ("b", "anna"), ("c", "anna"), ("d", "bert")] {
        store.create(session(name, subject)).await.unwrap();
    }
    assert_eq!(sorted(store.end_all("anna", Some("b")).await.unwrap()), ["a", "c"]);
    assert_eq!(handles(store, "anna").await, ["b"]);
    assert_eq!(handles(store, "bert").await, ["d"]);
    // The handle of somebody else spares nothing.
    assert_eq!(store.end_all("anna", Some("d")).await.unwrap(), ["b"]);
    assert!(store.end_all("anna", None).await.unwrap().is_empty());
    assert_eq!(store.end_all("bert", None).await.unwrap(), ["d"]);
    for name in ["a", "b", "c", "d"] {
        assert_eq!(store.find(Digest::of(name)).await.unwrap(), None);
    }
}

fn provider(issuer: &str, subject: &str, sid: Option<&str>) -> ProviderSession {
    let sid = sid.map(str::to_owned);
    ProviderSession { issuer: issuer.to_owned(), subject: subject.to_owned(), sid }
}

/// Sessions of several providers, all of one subject of ours, and one of none.
async fn fill(store: &dyn SessionStore) {
    let from = [
        ("x1", "https://x", "u", Some("1")),
        ("x1 again", "https://x", "u", Some("1")),
        ("x2", "https://x", "u", Some("2")),
        ("x none", "https://x", "u", None),
        ("x other", "https://x", "v", Some("3")),
        ("y1", "https://y", "u", Some("1")),
    ];
    for (name, issuer, subject, sid) in from {
        let mut session = session(name, "anna");
        session.provider = Some(provider(issuer, subject, sid));
        store.create(session).await.unwrap();
    }
    store.create(session("local", "anna")).await.unwrap();
}

pub(crate) async fn by_the_sid_of_a_provider(store: &dyn SessionStore) {
    fill(store).await;
    for unknown in [
        provider("https://x", "u", Some("9")),
        provider("https://z", "u", Some("1")),
        provider("https://x", "u", Some("")),
    ] {
        assert!(store.end_of_provider(&unknown).await.unwrap().is_empty(), "{unknown:?}");
    }
    // The provider's session names it; a subject beside it adds nothing.
    let ended = store.end_of_provider(&provider("https://x", "", Some("1"))).await.unwrap();
    assert_eq!(sorted(ended), ["x1", "x1 again"]);
    assert_eq!(handles(store, "anna").await, ["local", "x none", "x other", "x2", "y1"]);
    assert_eq!(store.find(Digest::of("x1")).await.unwrap(), None);
}

pub(crate) async fn by_the_subject_of_a_provider(store: &dyn SessionStore) {
    fill(store).await;
    let unknown = provider("https://x", "w", None);
    assert!(store.end_of_provider(&unknown).await.unwrap().is_empty());
    let ended = store.end_of_provider(&provider("https://x", "u", None)).await.unwrap();
    assert_eq!(sorted(ended), ["x none", "x1", "x1 again", "x2"]);
    assert_eq!(handles(store, "anna").await, ["local", "x other", "y1"]);
    assert_eq!(store.find(Digest::of("x none")).await.unwrap(), None);
}

pub(crate) async fn by_time_at_the_exact_edge(store: &dyn SessionStore) {
    let now = HOUR;
    let times = [
        ("idle before", now - 1, 2 * now),
        ("idle at", now, 2 * now),
        ("idle after", now + 1, 2 * now),
        ("over before", 2 * now, now - 1),
        ("over at", 2 * now, now),
        ("over after", 2 * now, now + 1),
    ];
    for (name, idle_until, expires_at) in times {
        let mut session = session(name, "anna");
        session.idle_until = at(idle_until);
        session.expires_at = at(expires_at);
        store.create(session).await.unwrap();
    }
    assert_eq!(store.purge(at(now)).await.unwrap(), 4);
    assert_eq!(store.purge(at(now)).await.unwrap(), 0);
    assert_eq!(handles(store, "anna").await, ["idle after", "over after"]);
    assert_eq!(store.find(Digest::of("idle at")).await.unwrap(), None);
    // One that was used in time stays.
    store.touch(Digest::of("idle after"), at(now), at(now + 10)).await.unwrap();
    assert_eq!(store.purge(at(now + 5)).await.unwrap(), 1);
    assert_eq!(handles(store, "anna").await, ["idle after"]);
}
