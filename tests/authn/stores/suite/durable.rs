//! Stores that outlive a handle: what one wrote, another reads.

use std::time::Duration;

use portcullis::store::{
    ApiKeyStore, Digest, RefreshStore, RevocationStore, SessionStore, Spending,
};

use super::records::{at, family, key, revocation, session, token};

/// Writes something of every kind; yields a cursor from before the last of it.
pub(crate) async fn write<S>(store: &S) -> String
where
    S: SessionStore + RefreshStore + ApiKeyStore + RevocationStore,
{
    SessionStore::create(store, session("kept", "anna")).await.unwrap();
    SessionStore::create(store, session("ended", "anna")).await.unwrap();
    assert!(SessionStore::end(store, "anna", "ended").await.unwrap());
    store.open(family("f", "anna"), token("a")).await.unwrap();
    let spending = store.spend(Digest::of("a"), token("b"), at(1), Duration::ZERO).await.unwrap();
    assert!(matches!(spending, Spending::Spent(_)));
    ApiKeyStore::create(store, key("k", "anna")).await.unwrap();
    store.record(revocation("before")).await.unwrap();
    let cursor = store.since(None).await.unwrap().cursor;
    store.record(revocation("after")).await.unwrap();
    cursor
}

/// Reads all of it through another handle.
pub(crate) async fn read<S>(store: &S, cursor: &str)
where
    S: SessionStore + RefreshStore + ApiKeyStore + RevocationStore,
{
    let sessions = SessionStore::list(store, "anna").await.unwrap();
    assert_eq!(sessions, [session("kept", "anna")]);
    assert_eq!(RefreshStore::list(store, "anna").await.unwrap(), [family("f", "anna")]);
    assert_eq!(ApiKeyStore::list(store, "anna").await.unwrap(), [key("k", "anna")]);
    assert_eq!(store.since(Some(cursor)).await.unwrap().revocations, [revocation("after")]);
    // A token that was spent there is spent here.
    let reuse = store.spend(Digest::of("a"), token("c"), at(2), Duration::ZERO).await.unwrap();
    assert_eq!(reuse, Spending::Reused(family("f", "anna")));
    assert!(RefreshStore::list(store, "anna").await.unwrap().is_empty());
}
