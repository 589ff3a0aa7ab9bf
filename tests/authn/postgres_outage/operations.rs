//! Every operation of the stores, on records that are there.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use portcullis::authn::revocation::{Revocation, Target};
use portcullis::store::{
    ApiKeyRecord, ApiKeyStore, ApiKeyUse, Digest, Environment, FamilyRecord, PostgresStore,
    ProviderSession, RefreshStore, RevocationStore, SessionRecord, SessionStore, StoreError,
    Successor,
};

pub(crate) type Operation = fn(&PostgresStore) -> BoxFuture<'_, Result<(), StoreError>>;

pub(crate) fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000 + seconds)
}

pub(crate) fn session(name: &str) -> SessionRecord {
    SessionRecord {
        digest: Digest::of(name),
        handle: name.to_owned(),
        subject: "anna".to_owned(),
        created_at: at(0),
        seen_at: at(0),
        idle_until: at(3_600),
        expires_at: at(3_600),
        authenticated_at: at(0),
        methods: Vec::new(),
        label: None,
        provider: None,
    }
}

pub(crate) fn family(id: &str) -> FamilyRecord {
    FamilyRecord {
        id: id.to_owned(),
        subject: "anna".to_owned(),
        created_at: at(0),
        expires_at: at(3_600),
        authenticated_at: at(0),
        methods: Vec::new(),
        scopes: Vec::new(),
        label: None,
    }
}

pub(crate) fn token(text: &str) -> Successor {
    Successor { digest: Digest::of(text), expires_at: at(3_600) }
}

fn key(id: &str) -> ApiKeyRecord {
    ApiKeyRecord {
        id: id.to_owned(),
        digest: Digest::of(id),
        owner: "anna".to_owned(),
        name: String::new(),
        environment: Environment::Live,
        permissions: Vec::new(),
        created_at: at(0),
        expires_at: None,
        revoked_at: None,
        last_used_at: None,
        uses: 0,
    }
}

pub(crate) fn revocation(name: &str) -> Revocation {
    Revocation { target: Target::Token(name.to_owned()), at: at(0), until: at(3_600) }
}

pub(crate) async fn fill(store: &PostgresStore) {
    SessionStore::create(store, session("kept")).await.unwrap();
    store.open(family("kept"), token("kept")).await.unwrap();
    ApiKeyStore::create(store, key("kept")).await.unwrap();
    store.record(revocation("kept")).await.unwrap();
}

/// A name that no record has yet.
fn new() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("new {}", NUMBER.fetch_add(1, Ordering::Relaxed))
}

macro_rules! operations {
    ($(|$store:ident| $operation:expr;)*) => {
        [$(|$store| async move { $operation.await.map(drop) }.boxed()),*]
    };
}

pub(crate) const EVERY: [Operation; 24] = operations! {
    |store| SessionStore::create(store, session(&new()));
    |store| SessionStore::find(store, Digest::of("kept"));
    |store| store.touch(Digest::of("kept"), at(1), at(3_600));
    |store| store.replace(Digest::of("kept"), session("kept"));
    |store| SessionStore::end(store, "anna", "gone");
    |store| SessionStore::end_all(store, "bert", None);
    |store| end_of_provider(store);
    |store| SessionStore::list(store, "anna");
    |store| SessionStore::purge(store, at(0));
    |store| store.open(family(&new()), token(&new()));
    |store| store.spend(Digest::of("gone"), token(&new()), at(1), Duration::ZERO);
    |store| store.end_by_token(Digest::of("gone"));
    |store| RefreshStore::end(store, "anna", "gone");
    |store| RefreshStore::end_all(store, "bert");
    |store| RefreshStore::list(store, "anna");
    |store| RefreshStore::purge(store, at(0));
    |store| ApiKeyStore::create(store, key(&new()));
    |store| ApiKeyStore::find(store, Digest::of("kept"));
    |store| store.rotate("kept", at(3_600), key(&new()));
    |store| store.revoke("anna", "gone", at(1));
    |store| store.revoke_all("bert", at(1));
    |store| record_use(store);
    |store| store.record(revocation(&new()));
    |store| store.since(None);
};

async fn end_of_provider(store: &PostgresStore) -> Result<(), StoreError> {
    let provider = ProviderSession { issuer: "i".into(), subject: "s".into(), sid: None };
    store.end_of_provider(&provider).await.map(drop)
}

async fn record_use(store: &PostgresStore) -> Result<(), StoreError> {
    let uses = [ApiKeyUse { id: "kept".to_owned(), count: 1, last_used_at: at(1) }];
    store.record_uses(&uses).await
}
