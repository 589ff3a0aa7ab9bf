//! Revocations: a feed that several nodes write and follow.

use std::time::{Duration, Instant};

use futures_util::future::{join, join_all};
use portcullis::authn::revocation::{Revocation, Target};
use portcullis::store::RevocationStore;

use super::records::{HOUR, ODD, at, long, revocation};

async fn record(store: &dyn RevocationStore, names: &[&str]) {
    for name in names {
        store.record(revocation(name)).await.unwrap();
    }
}

fn named(names: &[&str]) -> Vec<Revocation> {
    names.iter().map(|name| revocation(name)).collect()
}

pub(crate) async fn are_kept_whole_and_in_order(store: &dyn RevocationStore) {
    let targets = [
        Target::Token(ODD.to_owned()),
        Target::Subject(long()),
        Target::Session(String::new()),
        Target::Key("key".to_owned()),
        Target::Session("session".to_owned()),
        Target::Session("session".to_owned()),
    ];
    // The order is that of recording, not of any time.
    let revocations: Vec<Revocation> = (0..)
        .zip(targets)
        .map(|(number, target)| Revocation {
            target,
            at: at(1_001 - number * 7),
            until: at(HOUR + number % 2),
        })
        .collect();
    for revocation in &revocations {
        store.record(revocation.clone()).await.unwrap();
    }
    assert_eq!(store.since(None).await.unwrap().revocations, revocations);
}

pub(crate) async fn are_read_on_from_a_cursor(store: &dyn RevocationStore) {
    let empty = store.since(None).await.unwrap();
    assert!(empty.revocations.is_empty());
    record(store, &["a", "b"]).await;
    let first = store.since(Some(&empty.cursor)).await.unwrap();
    assert_eq!(first.revocations, named(&["a", "b"]));
    let nothing = store.since(Some(&first.cursor)).await.unwrap();
    assert!(nothing.revocations.is_empty());
    record(store, &["c"]).await;
    for cursor in [&first.cursor, &nothing.cursor] {
        assert_eq!(store.since(Some(cursor)).await.unwrap().revocations, named(&["c"]));
    }
    // An earlier cursor is still good, and several may be in use.
    let again = store.since(Some(&empty.cursor)).await.unwrap();
    assert_eq!(again.revocations, named(&["a", "b", "c"]));
    assert!(store.since(Some(&again.cursor)).await.unwrap().revocations.is_empty());
}

/// A cursor that the store did not make yields everything: too much is safe, too little is not.
pub(crate) async fn an_unknown_cursor_yields_all(store: &dyn RevocationStore) {
    record(store, &["a", "b"]).await;
    let cursor = store.since(None).await.unwrap().cursor;
    // A store that was set back is behind the cursors that it gave out.
    let ahead = format!("{cursor}9");
    let largest = u64::MAX.to_string();
    let long = long();
    let unknown =
        ["", " ", "nonsense", "-1", "1x", "é", "-", "1-", "-1-1", &ahead, &largest, ODD, &long];
    for unknown in unknown {
        let feed = store.since(Some(unknown)).await.unwrap();
        assert_eq!(feed.revocations, named(&["a", "b"]), "{unknown:.20}");
        assert!(store.since(Some(&feed.cursor)).await.unwrap().revocations.is_empty());
    }
}

pub(crate) async fn are_purged_at_the_exact_edge(store: &dyn RevocationStore) {
    for (name, until) in [("before", HOUR - 1), ("at", HOUR), ("after", HOUR + 1)] {
        store.record(Revocation { until: at(until), ..revocation(name) }).await.unwrap();
    }
    assert_eq!(store.purge(at(HOUR)).await.unwrap(), 2);
    assert_eq!(store.purge(at(HOUR)).await.unwrap(), 0);
    let left = Revocation { until: at(HOUR + 1), ..revocation("after") };
    assert_eq!(store.since(None).await.unwrap().revocations, [left]);
}

pub(crate) async fn a_cursor_survives_a_purge(store: &dyn RevocationStore) {
    record(store, &["a", "b"]).await;
    let cursor = store.since(None).await.unwrap().cursor;
    assert_eq!(store.purge(at(HOUR)).await.unwrap(), 2);
    let emptied = store.since(Some(&cursor)).await.unwrap();
    assert!(emptied.revocations.is_empty());
    record(store, &["c"]).await;
    for cursor in [&cursor, &emptied.cursor] {
        assert_eq!(store.since(Some(cursor)).await.unwrap().revocations, named(&["c"]));
    }
    assert_eq!(store.since(None).await.unwrap().revocations, named(&["c"]));
}

const WRITERS: usize = 20;
const EACH: usize = 10;

/// Each writer finds its own revocation at once, and a reader that goes from cursor to cursor gets
/// every one of them exactly once, in the order in which the store has them.
pub(crate) async fn nothing_is_lost_between_many_writers_and_a_reader(store: &dyn RevocationStore) {
    let writers = join_all((0..WRITERS).map(|writer| async move {
        for number in 0..EACH {
            let cursor = store.since(None).await.unwrap().cursor;
            let own = revocation(&format!("{writer} {number}"));
            store.record(own.clone()).await.unwrap();
            let later = store.since(Some(&cursor)).await.unwrap().revocations;
            assert!(later.contains(&own), "{own:?} was recorded and is not in the feed");
        }
    }));
    let reader = async {
        let started = Instant::now();
        let mut feed = store.since(None).await.unwrap();
        let mut followed = core::mem::take(&mut feed.revocations);
        while followed.len() < WRITERS * EACH && started.elapsed() < Duration::from_secs(30) {
            feed = store.since(Some(&feed.cursor)).await.unwrap();
            followed.append(&mut feed.revocations);
            // Lets the writers go on where the store answers at once.
            tokio::task::yield_now().await;
        }
        followed
    };
    let (_, followed) = join(writers, reader).await;
    assert_eq!(followed.len(), WRITERS * EACH);
    assert_eq!(followed, store.since(None).await.unwrap().revocations);
}
