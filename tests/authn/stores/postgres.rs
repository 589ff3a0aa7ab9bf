//! The suite on PostgreSQL, each test in a schema of its own.

use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::join_all;
use portcullis::store::{PostgresStore, RefreshStore, RevocationStore as _, SessionStore};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::suite::durable;
use crate::suite::records::{at, family, session, token};

/// The address of a schema that is empty; without a server, `None`, and a line that says so.
pub(crate) async fn schema() -> Option<String> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("PORTCULLIS_POSTGRES_URL") else {
        use std::io::Write as _;
        // Not a print macro: the test runner keeps what those say about a test that passes.
        writeln!(std::io::stderr(), "skipped: PORTCULLIS_POSTGRES_URL names no server").ok();
        return None;
    };
    let name = format!("stores_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&server).await.unwrap();
    let script = format!(
        "SET client_min_messages = warning; DROP SCHEMA IF EXISTS {name} CASCADE; \
         CREATE SCHEMA {name}"
    );
    sqlx::raw_sql(AssertSqlSafe(script)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    Some(in_schema(&server, &name))
}

fn in_schema(server: &str, name: &str) -> String {
    let separator = if server.contains('?') { '&' } else { '?' };
    format!("{server}{separator}options=-c%20search_path%3D{name}")
}

async fn open() -> Option<PostgresStore> {
    let store = PostgresStore::connect(&schema().await?).await.unwrap();
    store.migrate().await.unwrap();
    Some(store)
}

conformance!(open);

#[actix_web::test]
async fn a_second_handle_sees_everything() {
    let Some(url) = schema().await else { return };
    let first = PostgresStore::connect(&url).await.unwrap();
    first.migrate().await.unwrap();
    let cursor = durable::write(&first).await;
    first.pool().close().await;
    durable::read(&PostgresStore::connect(&url).await.unwrap(), &cursor).await;
}

#[actix_web::test]
async fn tables_are_made_once_however_many_start() {
    let Some(url) = schema().await else { return };
    let stores = join_all((0..8).map(|_| PostgresStore::connect(&url))).await;
    let stores: Vec<PostgresStore> = stores.into_iter().map(Result::unwrap).collect();
    for done in join_all(stores.iter().map(PostgresStore::migrate)).await {
        done.unwrap();
    }
    let versions = sqlx::query_scalar::<_, i64>("SELECT version FROM portcullis_migrations");
    assert_eq!(versions.fetch_all(stores[0].pool()).await.unwrap(), [1]);
    let rows = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM portcullis_feed");
    assert_eq!(rows.fetch_one(stores[0].pool()).await.unwrap(), 1);
}

#[actix_web::test]
async fn newer_or_missing_tables_are_refused() {
    let Some(url) = schema().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    let missing = store.since(None).await.unwrap_err();
    assert!(missing.cause().contains("`migrate`"), "{missing}");
    store.migrate().await.unwrap();
    let newer = "INSERT INTO portcullis_migrations VALUES (99)";
    sqlx::query(newer).execute(store.pool()).await.unwrap();
    let refused = store.migrate().await.unwrap_err();
    assert!(refused.cause().contains("later version"), "{refused}");
}

/// Two apps in one database do not see each other, and the first schema of the path is the one.
#[actix_web::test]
async fn schemas_are_kept_apart() {
    let (Some(one), Some(two)) = (schema().await, schema().await) else { return };
    let (one, two) =
        (PostgresStore::connect(&one).await.unwrap(), PostgresStore::connect(&two).await.unwrap());
    one.migrate().await.unwrap();
    two.migrate().await.unwrap();
    SessionStore::create(&one, session("a", "anna")).await.unwrap();
    assert_eq!(SessionStore::list(&two, "anna").await.unwrap(), []);
    let schemas = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND \
                   tablename LIKE 'portcullis\\_%'";
    let tables: i64 = sqlx::query_scalar(schemas).fetch_one(two.pool()).await.unwrap();
    assert_eq!(tables, 7);
}

/// What a client may have written stands in no error.
#[actix_web::test]
async fn errors_hold_no_values() {
    let Some(store) = open().await else { return };
    let session = session("planted-secret", "planted-secret");
    SessionStore::create(&store, session.clone()).await.unwrap();
    let twice = SessionStore::create(&store, session).await.unwrap_err();
    let with_nul = RefreshStore::end_all(&store, "planted-secret\0").await.unwrap_err();
    for error in [&twice, &with_nul] {
        assert!(!format!("{error} {error:?}").contains("planted"), "{error:?}");
    }
    assert!(twice.cause().contains("23505"), "{twice}");
    assert!(!format!("{store:?}").contains("127.0.0.1"));
    let refused = PostgresStore::connect("postgres://planted-secret@127.0.0.1:1/planted").await;
    assert!(!format!("{:?}", refused.unwrap_err()).contains("planted"));
}

/// Somebody holds the row: the deadline passes, and nothing was done.
#[actix_web::test]
async fn a_spend_that_cannot_be_done_in_time_is_not_done_later() {
    use std::time::Duration;

    let Some(url) = schema().await else { return };
    let store = PostgresStore::connect_within(&url, Duration::from_millis(300)).await.unwrap();
    store.migrate().await.unwrap();
    store.open(family("f", "anna"), token("a")).await.unwrap();
    let other = PostgresStore::connect(&url).await.unwrap();
    let mut held = other.pool().begin().await.unwrap();
    let lock = "SELECT id FROM portcullis_refresh_families FOR UPDATE";
    sqlx::query(lock).fetch_all(&mut *held).await.unwrap();
    let spend = |next| {
        let digest = portcullis::store::Digest::of("a");
        let now = at(1);
        store.spend(digest, token(next), now, Duration::ZERO)
    };
    spend("b").await.unwrap_err();
    // The server has given up too before it is let go on.
    let waiting = "SELECT COUNT(*) FROM pg_stat_activity \
                   WHERE $1 = ANY(pg_blocking_pids(pid))";
    let own = sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut *held).await;
    let own: i32 = own.unwrap();
    let mut left = 1_i64;
    for _ in 0..100 {
        let waiting = sqlx::query_scalar(waiting).bind(own).fetch_one(other.pool()).await;
        left = waiting.unwrap();
        if left == 0 {
            break;
        }
        actix_web::rt::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(left, 0);
    held.commit().await.unwrap();
    let spending = spend("c").await.unwrap();
    assert!(matches!(spending, portcullis::store::Spending::Spent(_)), "{spending:?}");
}

/// Clients go away in the middle; what comes of it is nobody's answer, and no connection is lost.
#[actix_web::test]
async fn operations_that_are_dropped_leave_the_pool_whole() {
    use std::time::Duration;

    let Some(url) = schema().await else { return };
    let store = PostgresStore::connect(&url).await.unwrap();
    store.migrate().await.unwrap();
    store.open(family("f", "anna"), token("a")).await.unwrap();
    let other = PostgresStore::connect(&url).await.unwrap();
    let mut held = other.pool().begin().await.unwrap();
    let lock = "SELECT id FROM portcullis_refresh_families FOR UPDATE";
    sqlx::query(lock).fetch_all(&mut *held).await.unwrap();
    for _ in 0..3 {
        let dropped = join_all((0..10).map(|_| {
            let end = RefreshStore::end(&store, "anna", "f");
            actix_web::rt::time::timeout(Duration::from_millis(30), end)
        }));
        assert!(dropped.await.iter().all(Result::is_err));
    }
    let others = join_all((0..30).map(|number| async move {
        let name = format!("s {number}");
        (session(&name, &name), name)
    }));
    for (session, name) in others.await {
        SessionStore::create(&store, session.clone()).await.unwrap();
        assert_eq!(SessionStore::list(&store, &name).await.unwrap(), [session]);
    }
    held.rollback().await.unwrap();
    store.since(None).await.unwrap();
}
