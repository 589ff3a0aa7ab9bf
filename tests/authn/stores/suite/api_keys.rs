//! API keys: kept whole, listed, rotated, revoked, counted.

use futures_util::future::{join, join_all};
use portcullis::store::{ApiKeyRecord, ApiKeyStore, ApiKeyUse, Digest, Environment};

use super::records::{HOUR, ODD, at, key, long, sorted};

async fn find(store: &dyn ApiKeyStore, id: &str) -> Option<ApiKeyRecord> {
    store.find(Digest::of(id)).await.unwrap()
}

pub(crate) async fn are_kept_whole(store: &dyn ApiKeyStore) {
    let mut full = key(ODD, ODD);
    full.name = long();
    full.environment = Environment::Test;
    full.permissions = vec![ODD.to_owned(), String::new(), "a\"],b".to_owned()];
    full.created_at = at(1);
    full.expires_at = Some(at(HOUR + 1));
    full.revoked_at = Some(at(999));
    full.last_used_at = Some(at(12));
    full.uses = 1 << 40;
    let mut bare = key("bare", "");
    bare.name = String::new();
    bare.permissions = Vec::new();
    for key in [full, bare] {
        store.create(key.clone()).await.unwrap();
        assert_eq!(store.find(key.digest).await.unwrap().as_ref(), Some(&key));
        assert_eq!(store.list(&key.owner).await.unwrap(), [key]);
    }
    assert_eq!(find(store, "unknown").await, None);
    assert!(store.list("nobody").await.unwrap().is_empty());
}

pub(crate) async fn are_listed_from_the_latest(store: &dyn ApiKeyStore) {
    for (id, created) in [("b", 1_000), ("a", 1_001), ("d", 3), ("c", 999)] {
        let mut key = key(id, "anna");
        key.created_at = at(created);
        key.revoked_at = (id == "a").then(|| at(2_000));
        key.expires_at = (id == "c").then(|| at(1_000));
        store.create(key).await.unwrap();
    }
    store.create(key("other", "Anna")).await.unwrap();
    let listed = store.list("anna").await.unwrap();
    let ids: Vec<_> = listed.iter().map(|key| key.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c", "d"]);
}

fn successor(id: &str, owner: &str) -> ApiKeyRecord {
    let mut key = key(id, owner);
    key.created_at = at(1_000);
    key
}

pub(crate) async fn are_rotated_with_overlap(store: &dyn ApiKeyStore) {
    let mut soon_over = key("soon over", "anna");
    soon_over.expires_at = Some(at(1_001));
    let mut long_good = key("long good", "anna");
    long_good.expires_at = Some(at(HOUR));
    store.create(key("endless", "anna")).await.unwrap();
    store.create(soon_over).await.unwrap();
    store.create(long_good).await.unwrap();
    // The earlier end holds.
    for (old, end) in [("endless", 5_000), ("soon over", 1_001), ("long good", 5_000)] {
        let new = successor(&format!("after {old}"), "anna");
        assert!(store.rotate(old, at(5_000), new.clone()).await.unwrap(), "{old}");
        assert_eq!(find(store, old).await.unwrap().expires_at, Some(at(end)), "{old}");
        assert_eq!(find(store, &new.id).await, Some(new));
    }
    assert_eq!(store.list("anna").await.unwrap().len(), 6);
}

pub(crate) async fn are_not_rotated_unless_good(store: &dyn ApiKeyStore) {
    let mut revoked = key("revoked", "anna");
    revoked.revoked_at = Some(at(2_000));
    let mut expired = key("expired", "anna");
    expired.expires_at = Some(at(1_000));
    let others = key("others", "bert");
    for key in [&revoked, &expired, &others] {
        store.create(key.clone()).await.unwrap();
    }
    for id in ["unknown", "revoked", "expired", "others"] {
        let new = successor("new", "anna");
        assert!(!store.rotate(id, at(500), new).await.unwrap(), "{id}");
        assert_eq!(find(store, "new").await, None, "{id}");
    }
    for key in [revoked, expired, others] {
        assert_eq!(store.find(key.digest).await.unwrap(), Some(key));
    }
}

pub(crate) async fn a_rotation_beside_a_revocation_is_whole(store: &dyn ApiKeyStore) {
    for round in 0..20 {
        let (old, new) = (format!("old {round}"), format!("new {round}"));
        store.create(key(&old, "anna")).await.unwrap();
        let rotate = store.rotate(&old, at(5_000), successor(&new, "anna"));
        let (rotated, revoked) = join(rotate, store.revoke("anna", &old, at(2_000))).await;
        assert!(revoked.unwrap());
        let kept = find(store, &old).await.unwrap();
        assert_eq!(kept.revoked_at, Some(at(2_000)));
        assert_eq!(find(store, &new).await.is_some(), rotated.unwrap());
        assert_eq!(find(store, &new).await.is_some(), kept.expires_at.is_some());
    }
}

pub(crate) async fn are_revoked_by_their_owner(store: &dyn ApiKeyStore) {
    store.create(key("k", "anna")).await.unwrap();
    for (owner, id) in [("bert", "k"), ("Anna", "k"), ("anna", "K"), ("anna", "%")] {
        assert!(!store.revoke(owner, id, at(1)).await.unwrap(), "{owner} {id}");
    }
    assert_eq!(find(store, "k").await, Some(key("k", "anna")));
    assert!(store.revoke("anna", "k", at(17)).await.unwrap());
    assert!(!store.revoke("anna", "k", at(18)).await.unwrap());
    // The key stays, with the time at which it ended first.
    assert_eq!(find(store, "k").await.unwrap().revoked_at, Some(at(17)));
}

pub(crate) async fn all_of_an_owner_are_revoked(store: &dyn ApiKeyStore) {
    for (id, owner) in [("a", "anna"), ("b", "anna"), ("c", "anna"), ("d", "bert")] {
        store.create(key(id, owner)).await.unwrap();
    }
    assert!(store.revoke("anna", "b", at(1)).await.unwrap());
    assert_eq!(sorted(store.revoke_all("anna", at(2)).await.unwrap()), ["a", "c"]);
    assert!(store.revoke_all("anna", at(3)).await.unwrap().is_empty());
    for (id, end) in [("a", Some(2)), ("b", Some(1)), ("c", Some(2)), ("d", None)] {
        assert_eq!(find(store, id).await.unwrap().revoked_at, end.map(at), "{id}");
    }
}

fn used(id: &str, count: u64, millis: u64) -> ApiKeyUse {
    ApiKeyUse { id: id.to_owned(), count, last_used_at: at(millis) }
}

pub(crate) async fn uses_add_up(store: &dyn ApiKeyStore) {
    store.create(key("a", "anna")).await.unwrap();
    store.create(key("b", "anna")).await.unwrap();
    store.record_uses(&[]).await.unwrap();
    store.record_uses(&[used("a", 2, 500), used("gone", 9, 600), used("b", 1, 1)]).await.unwrap();
    // An earlier time does not undo a later one, and a key may stand in a batch twice.
    store.record_uses(&[used("a", 3, 499), used("b", 4, 7), used("b", 5, 3)]).await.unwrap();
    let (a, b) = (find(store, "a").await.unwrap(), find(store, "b").await.unwrap());
    assert_eq!((a.uses, a.last_used_at), (5, Some(at(500))));
    assert_eq!((b.uses, b.last_used_at), (10, Some(at(7))));
    assert_eq!(find(store, "gone").await, None);
    // Nothing else of a key is touched by its use.
    assert_eq!(ApiKeyRecord { uses: 0, last_used_at: None, ..a }, key("a", "anna"));
}

pub(crate) async fn uses_of_many_writers_add_up(store: &dyn ApiKeyStore) {
    let ids = ["a", "b", "c", "d", "e"];
    for id in ids {
        store.create(key(id, "anna")).await.unwrap();
    }
    // Each writer has the keys in another order.
    let batches: Vec<Vec<ApiKeyUse>> = (0..50)
        .map(|writer| {
            (0..5).map(|at| used(ids[(writer * 3 + at * (1 + writer % 4)) % 5], 1, 1)).collect()
        })
        .collect();
    let mut expected = [0; 5];
    for recorded in batches.iter().flatten() {
        expected[ids.iter().position(|id| *id == recorded.id).unwrap()] += recorded.count;
    }
    for done in join_all(batches.iter().map(|batch| store.record_uses(batch))).await {
        done.unwrap();
    }
    for (id, expected) in ids.into_iter().zip(expected) {
        assert_eq!(find(store, id).await.unwrap().uses, expected, "{id}");
    }
}
