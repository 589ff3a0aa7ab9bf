//! Refresh tokens: spent once, expiring, ended, listed, purged.

use std::time::Duration;

use portcullis::store::{Digest, RefreshStore, Spending};

use super::records::{HOUR, ODD, at, family, long, sorted, token};

/// Spends `old` for `new` at `millis`, without grace.
pub(crate) async fn spend(store: &dyn RefreshStore, old: &str, new: &str, millis: u64) -> Spending {
    store.spend(Digest::of(old), token(new), at(millis), Duration::ZERO).await.unwrap()
}

pub(crate) async fn families(store: &dyn RefreshStore, subject: &str) -> Vec<String> {
    let listed = store.list(subject).await.unwrap();
    listed.into_iter().map(|family| family.id).collect()
}

pub(crate) async fn families_are_kept_whole(store: &dyn RefreshStore) {
    let mut full = family(ODD, ODD);
    full.created_at = at(1);
    full.expires_at = at(12_345);
    full.authenticated_at = at(999);
    full.methods = vec![String::new(), ODD.to_owned()];
    full.scopes = vec![long(), "a\"],b".to_owned()];
    full.label = Some(long());
    let mut bare = family("bare", "anna");
    bare.methods = Vec::new();
    bare.scopes = Vec::new();
    bare.label = Some(String::new());
    for (family, first, second, third) in [(full, "1", "2", "3"), (bare, "4", "5", "6")] {
        store.open(family.clone(), token(first)).await.unwrap();
        let listed = store.list(&family.subject).await.unwrap();
        assert_eq!(listed, core::slice::from_ref(&family));
        assert_eq!(spend(store, first, second, 10).await, Spending::Spent(family.clone()));
        assert_eq!(spend(store, second, third, 10).await, Spending::Spent(family.clone()));
        let ended = store.end_by_token(Digest::of(third)).await.unwrap();
        assert_eq!(ended.as_ref(), Some(&family));
    }
}

/// Looking changes nothing, and neither spending nor expiry hides a family; only its end does.
pub(crate) async fn families_are_found_by_any_token(store: &dyn RefreshStore) {
    let mut anna = family("anna's", "anna");
    anna.expires_at = at(1_000);
    store.open(anna.clone(), token("a")).await.unwrap();
    store.open(family("another", "anna"), token("other")).await.unwrap();
    let found = async |name| store.family_of(Digest::of(name)).await.unwrap();
    for _ in 0..2 {
        assert_eq!(found("a").await.as_ref(), Some(&anna));
    }
    assert_eq!(spend(store, "a", "b", 1).await, Spending::Spent(anna.clone()));
    assert_eq!(spend(store, "b", "c", 1_000).await, Spending::Expired);
    for name in ["a", "b"] {
        assert_eq!(found(name).await.as_ref(), Some(&anna), "{name}");
    }
    for name in ["c", "unknown", "", "anna's"] {
        assert_eq!(found(name).await, None, "{name}");
    }
    assert!(store.end("anna", "anna's").await.unwrap());
    assert_eq!((found("a").await, found("b").await), (None, None));
    assert!(found("other").await.is_some());
}

pub(crate) async fn a_token_is_spent_once(store: &dyn RefreshStore) {
    let anna = family("anna's", "anna");
    store.open(anna.clone(), token("a")).await.unwrap();
    store.open(family("another", "anna"), token("other")).await.unwrap();
    assert_eq!(spend(store, "a", "b", 1).await, Spending::Spent(anna.clone()));
    assert_eq!(spend(store, "b", "c", 2).await, Spending::Spent(anna.clone()));
    // Long ago or not: somebody has a copy.
    assert_eq!(spend(store, "a", "x", 3).await, Spending::Reused(anna));
    for dead in ["a", "b", "c", "x"] {
        assert_eq!(spend(store, dead, "y", 4).await, Spending::Unknown, "{dead}");
    }
    assert_eq!(families(store, "anna").await, ["another"]);
    assert!(matches!(spend(store, "other", "z", 4).await, Spending::Spent(_)));
}

pub(crate) async fn an_unknown_token_keeps_nothing(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    assert_eq!(spend(store, "unknown", "new", 1).await, Spending::Unknown);
    assert_eq!(spend(store, "new", "newer", 1).await, Spending::Unknown);
    assert_eq!(families(store, "anna").await, ["f"]);
}

pub(crate) async fn tokens_expire_at_the_exact_edge(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    assert_eq!(spend(store, "a", "late", HOUR).await, Spending::Expired);
    assert_eq!(spend(store, "late", "later", HOUR).await, Spending::Unknown);
    // It was not spent by that, and the family not ended.
    assert!(matches!(spend(store, "a", "b", HOUR - 1).await, Spending::Spent(_)));
    assert_eq!(spend(store, "b", "c", HOUR).await, Spending::Expired);
}

pub(crate) async fn families_expire_at_the_exact_edge(store: &dyn RefreshStore) {
    let mut short = family("f", "anna");
    short.expires_at = at(1_000);
    store.open(short.clone(), token("a")).await.unwrap();
    assert_eq!(spend(store, "a", "b", 999).await, Spending::Spent(short));
    assert_eq!(spend(store, "b", "c", 1_000).await, Spending::Expired);
    assert_eq!(spend(store, "a", "c", 1_000).await, Spending::Expired);
    assert_eq!(spend(store, "c", "d", 999).await, Spending::Unknown);
}

pub(crate) async fn a_token_that_was_spent_and_expired_is_reused(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    assert!(matches!(spend(store, "a", "b", 1).await, Spending::Spent(_)));
    assert!(matches!(spend(store, "a", "x", HOUR + 1).await, Spending::Reused(_)));
    assert!(families(store, "anna").await.is_empty());
}

pub(crate) async fn any_token_ends_its_family(store: &dyn RefreshStore) {
    let (one, two) = (family("one", "anna"), family("two", "anna"));
    store.open(one.clone(), token("a")).await.unwrap();
    store.open(two.clone(), token("d")).await.unwrap();
    assert!(matches!(spend(store, "a", "b", 1).await, Spending::Spent(_)));
    assert!(matches!(spend(store, "b", "c", 1).await, Spending::Spent(_)));
    assert_eq!(store.end_by_token(Digest::of("unknown")).await.unwrap(), None);
    assert_eq!(store.end_by_token(Digest::of("a")).await.unwrap(), Some(one));
    for gone in ["a", "b", "c"] {
        assert_eq!(store.end_by_token(Digest::of(gone)).await.unwrap(), None);
        assert_eq!(spend(store, gone, "x", 2).await, Spending::Unknown);
    }
    assert_eq!(families(store, "anna").await, ["two"]);
    assert_eq!(store.end_by_token(Digest::of("d")).await.unwrap(), Some(two));
}

pub(crate) async fn families_end_for_their_subject_only(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    store.open(family("g", "anna"), token("b")).await.unwrap();
    for (subject, id) in [("bert", "f"), ("Anna", "f"), ("anna", "F"), ("anna", "%")] {
        assert!(!store.end(subject, id).await.unwrap(), "{subject} {id}");
    }
    assert!(store.end("anna", "f").await.unwrap());
    assert!(!store.end("anna", "f").await.unwrap());
    assert_eq!(spend(store, "a", "x", 1).await, Spending::Unknown);
    assert!(matches!(spend(store, "b", "y", 1).await, Spending::Spent(_)));
}

pub(crate) async fn all_of_a_subject_end(store: &dyn RefreshStore) {
    for (id, subject) in [("f", "anna"), ("g", "anna"), ("h", "bert")] {
        store.open(family(id, subject), token(id)).await.unwrap();
    }
    assert_eq!(sorted(store.end_all("anna").await.unwrap()), ["f", "g"]);
    assert!(store.end_all("anna").await.unwrap().is_empty());
    assert_eq!(spend(store, "f", "x", 1).await, Spending::Unknown);
    assert!(families(store, "anna").await.is_empty());
    assert_eq!(families(store, "bert").await, ["h"]);
    assert!(matches!(spend(store, "h", "y", 1).await, Spending::Spent(_)));
}

pub(crate) async fn are_listed_from_the_latest(store: &dyn RefreshStore) {
    for (id, created) in [("b", 1_000), ("a", 1_001), ("d", 3), ("c", 999)] {
        let mut family = family(id, "anna");
        family.created_at = at(created);
        store.open(family, token(id)).await.unwrap();
    }
    store.open(family("other", "bert"), token("other")).await.unwrap();
    assert!(matches!(spend(store, "d", "e", 2_000).await, Spending::Spent(_)));
    assert_eq!(families(store, "anna").await, ["a", "b", "c", "d"]);
    assert!(store.end("anna", "b").await.unwrap());
    assert_eq!(families(store, "anna").await, ["a", "c", "d"]);
    assert!(families(store, "nobody").await.is_empty());
}

/// A family is over at its own end, or when none of its tokens can be spent any more.
pub(crate) async fn are_purged_at_the_exact_edge(store: &dyn RefreshStore) {
    let now = HOUR / 2;
    for (id, expires_at, token_until) in [
        ("over before", now - 1, now + 1),
        ("over at", now, now + 1),
        ("over after", now + 1, now + 1),
        ("token before", 2 * now, now - 1),
        ("token at", 2 * now, now),
    ] {
        let mut family = family(id, "anna");
        family.expires_at = at(expires_at);
        let mut first = token(id);
        first.expires_at = at(token_until);
        store.open(family, first).await.unwrap();
    }
    // Its spent token is past its time, the successor is not.
    let mut first = token("spent");
    first.expires_at = at(2);
    store.open(family("renewed", "anna"), first).await.unwrap();
    assert!(matches!(spend(store, "spent", "good", 1).await, Spending::Spent(_)));

    assert_eq!(store.purge(at(now)).await.unwrap(), 4);
    assert_eq!(store.purge(at(now)).await.unwrap(), 0);
    assert_eq!(sorted(families(store, "anna").await), ["over after", "renewed"]);
    for gone in ["over before", "over at", "token before", "token at"] {
        assert_eq!(spend(store, gone, "x", 0).await, Spending::Unknown, "{gone}");
    }
    assert!(matches!(spend(store, "over after", "y", now).await, Spending::Spent(_)));
    assert!(matches!(spend(store, "good", "better", now).await, Spending::Spent(_)));
    // What was spent is still known as spent.
    assert!(matches!(spend(store, "spent", "z", now).await, Spending::Reused(_)));
}
