//! The suite on SQLite, in files and in memory.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::future::join_all;
use portcullis::store::{RevocationStore as _, SqliteStore};
use sqlx::sqlite::SqlitePoolOptions;

use crate::suite::durable;
use crate::suite::records::revocation;

/// Where no file is yet. What the last run left there goes first.
pub(crate) fn file() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("stores-{number}"));
    std::fs::remove_dir_all(&directory).ok();
    std::fs::create_dir_all(&directory).unwrap();
    directory.join("store.db")
}

pub(crate) async fn opened(file: &PathBuf) -> SqliteStore {
    let store = SqliteStore::open(file).await.unwrap();
    store.migrate().await.unwrap();
    store
}

mod in_a_file {
    use portcullis::store::SqliteStore;

    async fn open() -> Option<SqliteStore> {
        Some(super::opened(&super::file()).await)
    }

    conformance!(open);
}

mod in_memory {
    use portcullis::store::SqliteStore;

    async fn open() -> Option<SqliteStore> {
        Some(super::memory().await)
    }

    conformance!(open);
}

async fn memory() -> SqliteStore {
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false);
    let store = SqliteStore::on(pool.connect("sqlite::memory:").await.unwrap());
    store.migrate().await.unwrap();
    store
}

#[actix_web::test]
async fn a_second_handle_and_a_reopened_file_see_everything() {
    let file = file();
    let first = opened(&file).await;
    let cursor = durable::write(&first).await;
    durable::read(&opened(&file).await, &cursor).await;

    let file = self::file();
    let first = opened(&file).await;
    let cursor = durable::write(&first).await;
    first.pool().close().await;
    durable::read(&opened(&file).await, &cursor).await;
}

#[actix_web::test]
async fn is_durable_and_waits_for_other_writers() {
    let store = opened(&file()).await;
    let pragma = |sql| sqlx::query_scalar::<_, i64>(sql).fetch_one(store.pool());
    assert_eq!(pragma("PRAGMA synchronous").await.unwrap(), 2, "FULL");
    assert_eq!(pragma("PRAGMA foreign_keys").await.unwrap(), 1);
    assert_eq!(pragma("PRAGMA busy_timeout").await.unwrap(), 2_000);
    let mode: String =
        sqlx::query_scalar("PRAGMA journal_mode").fetch_one(store.pool()).await.unwrap();
    assert_eq!(mode, "wal");
}

#[actix_web::test]
async fn tables_are_made_once_however_many_start() {
    let file = file();
    let stores = join_all((0..8).map(|_| async { SqliteStore::open(&file).await.unwrap() })).await;
    for done in join_all(stores.iter().map(SqliteStore::migrate)).await {
        done.unwrap();
    }
    let versions = sqlx::query_scalar::<_, i64>("SELECT version FROM portcullis_migrations");
    assert_eq!(versions.fetch_all(stores[0].pool()).await.unwrap(), [1]);
    let rows = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM portcullis_feed");
    assert_eq!(rows.fetch_one(stores[0].pool()).await.unwrap(), 1);
}

/// The feed is read in pages, each with a deadline of its own.
#[actix_web::test]
async fn a_feed_of_many_pages_is_whole() {
    let store = memory().await;
    for number in 0..4_001 {
        store.record(revocation(&format!("session {number}"))).await.unwrap();
    }
    let feed = store.since(None).await.unwrap();
    assert_eq!(feed.revocations.len(), 4_001);
    assert_eq!(feed.revocations[4_000], revocation("session 4000"));
    assert!(store.since(Some(&feed.cursor)).await.unwrap().revocations.is_empty());
    store.record(revocation("one more")).await.unwrap();
    assert_eq!(store.since(Some(&feed.cursor)).await.unwrap().revocations.len(), 1);
}

#[actix_web::test]
async fn newer_or_missing_tables_are_refused() {
    let store = opened(&file()).await;
    sqlx::query("INSERT INTO portcullis_migrations VALUES (99)")
        .execute(store.pool())
        .await
        .unwrap();
    let refused = store.migrate().await.unwrap_err();
    assert!(refused.cause().contains("later version"), "{refused}");

    let store = SqliteStore::open(file()).await.unwrap();
    let missing = store.since(None).await.unwrap_err();
    assert!(missing.cause().contains("`migrate`"), "{missing}");
}

/// A writer that never ends holds everybody up until the deadline, not longer.
#[actix_web::test]
async fn an_operation_ends_at_its_deadline() {
    let file = file();
    let store = opened(&file).await.deadline(Duration::from_millis(200));
    let other = opened(&file).await;
    let mut held = other.pool().begin_with("BEGIN IMMEDIATE").await.unwrap();
    let started = std::time::Instant::now();
    let refused = store.record(crate::suite::records::revocation("a")).await.unwrap_err();
    assert!(refused.cause().contains("deadline"), "{refused}");
    assert!(started.elapsed() < Duration::from_secs(1));
    sqlx::query("SELECT 1").execute(&mut *held).await.unwrap();
    held.rollback().await.unwrap();
    let patient = store.deadline(Duration::from_secs(5));
    patient.record(crate::suite::records::revocation("b")).await.unwrap();
    assert!(patient.since(None).await.unwrap().revocations.len() <= 2);
}

/// Clients go away in the middle; a database in memory is still there afterwards, and whole.
#[actix_web::test]
async fn operations_that_are_dropped_lose_nothing() {
    use futures_util::FutureExt as _;

    let store = memory().await;
    for number in 0..200 {
        let mut record = store.record(crate::suite::records::revocation("dropped"));
        for _ in 0..number % 7 {
            if let Some(done) = (&mut record).now_or_never() {
                done.unwrap();
                break;
            }
            tokio::task::yield_now().await;
        }
    }
    store.record(crate::suite::records::revocation("last")).await.unwrap();
    let feed = store.since(None).await.unwrap();
    let last: i64 = feed.cursor.rsplit('-').next().unwrap().parse().unwrap();
    assert_eq!(usize::try_from(last).unwrap(), feed.revocations.len(), "counted and not recorded");
}
