//! The grace in which a spent refresh token may be exchanged once more.

use std::time::Duration;

use portcullis::store::{Digest, RefreshStore, Spending};

use super::records::{HOUR, at, family, token};
use super::refresh::families;

const GRACE: u64 = 10_000;

async fn spend(store: &dyn RefreshStore, old: &str, new: &str, millis: u64) -> Spending {
    let grace = Duration::from_millis(GRACE);
    store.spend(Digest::of(old), token(new), at(millis), grace).await.unwrap()
}

/// A family whose token `a` was spent for `b` at one second.
async fn spent(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    assert_eq!(spend(store, "a", "b", 1_000).await, Spending::Spent(family("f", "anna")));
}

pub(crate) async fn within_it_the_successor_is_exchanged(store: &dyn RefreshStore) {
    spent(store).await;
    assert_eq!(spend(store, "a", "c", 1_001).await, Spending::Again(family("f", "anna")));
    assert_eq!(spend(store, "a", "d", 1_003).await, Spending::Again(family("f", "anna")));
    assert_eq!(spend(store, "d", "e", 1_005).await, Spending::Spent(family("f", "anna")));
    assert_eq!(families(store, "anna").await, ["f"]);
}

/// A client that lost the answer does not have it, so whoever presents it tells of a second holder.
pub(crate) async fn leaves_the_superseded_one_spent(store: &dyn RefreshStore) {
    for superseded in ["b", "c"] {
        spent(store).await;
        assert!(matches!(spend(store, "a", "c", 1_001).await, Spending::Again(_)));
        assert!(matches!(spend(store, "a", "d", 1_002).await, Spending::Again(_)));
        assert_eq!(store.family_of(Digest::of(superseded)).await.unwrap().unwrap().id, "f");
        assert!(matches!(spend(store, superseded, "x", 1_003).await, Spending::Reused(_)));
        assert!(families(store, "anna").await.is_empty());
        assert_eq!(spend(store, "d", "y", 1_004).await, Spending::Unknown);
    }
}

pub(crate) async fn ends_at_the_exact_edge(store: &dyn RefreshStore) {
    spent(store).await;
    assert!(matches!(spend(store, "a", "c", 1_000 + GRACE - 1).await, Spending::Again(_)));
    assert!(matches!(spend(store, "a", "d", 1_000 + GRACE).await, Spending::Reused(_)));
    assert!(families(store, "anna").await.is_empty());
    assert_eq!(spend(store, "c", "x", 1_000 + GRACE).await, Spending::Unknown);
}

pub(crate) async fn of_zero_is_none(store: &dyn RefreshStore) {
    spent(store).await;
    // In the same millisecond, and by a clock that is behind.
    store.open(family("g", "bert"), token("g")).await.unwrap();
    assert!(matches!(spend(store, "g", "h", 1_000).await, Spending::Spent(_)));
    for (old, millis) in [("a", 1_000), ("g", 999)] {
        let spending = store.spend(Digest::of(old), token("x"), at(millis), Duration::ZERO).await;
        assert!(matches!(spending.unwrap(), Spending::Reused(_)), "{old}");
    }
}

pub(crate) async fn ends_with_the_use_of_the_successor(store: &dyn RefreshStore) {
    spent(store).await;
    assert!(matches!(spend(store, "b", "c", 1_001).await, Spending::Spent(_)));
    assert!(matches!(spend(store, "a", "x", 1_002).await, Spending::Reused(_)));
    assert!(families(store, "anna").await.is_empty());
    assert_eq!(spend(store, "c", "y", 1_003).await, Spending::Unknown);
}

/// Or it could be kept open for ever.
pub(crate) async fn counts_from_the_first_use(store: &dyn RefreshStore) {
    spent(store).await;
    for (new, millis) in [("c", 4_000), ("d", 8_000), ("e", 10_999)] {
        assert!(matches!(spend(store, "a", new, millis).await, Spending::Again(_)));
    }
    assert!(matches!(spend(store, "a", "x", 11_000).await, Spending::Reused(_)));
}

/// Nodes do not agree to the millisecond.
pub(crate) async fn covers_a_clock_that_is_behind(store: &dyn RefreshStore) {
    spent(store).await;
    assert!(matches!(spend(store, "a", "c", 995).await, Spending::Again(_)));
    assert!(matches!(spend(store, "c", "d", 996).await, Spending::Spent(_)));
}

pub(crate) async fn covers_a_token_that_expired_since(store: &dyn RefreshStore) {
    store.open(family("f", "anna"), token("a")).await.unwrap();
    let mut next = token("b");
    next.expires_at = at(2 * HOUR);
    let grace = Duration::from_millis(GRACE);
    let spending = store.spend(Digest::of("a"), next.clone(), at(HOUR - 1), grace).await.unwrap();
    assert!(matches!(spending, Spending::Spent(_)));
    next.digest = Digest::of("c");
    let spending = store.spend(Digest::of("a"), next, at(HOUR + 1), grace).await.unwrap();
    assert!(matches!(spending, Spending::Again(_)));
    assert!(matches!(spend(store, "c", "d", HOUR + 2).await, Spending::Spent(_)));
}
