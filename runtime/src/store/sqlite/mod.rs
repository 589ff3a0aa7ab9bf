//! Stores in a SQLite file: embedded and durable, for one node.

use std::path::Path;

use futures_util::future::BoxFuture;
use sqlx::Sqlite;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteRow,
    SqliteSynchronous,
};

use super::StoreError;
use super::sql::sealed::Dialect;
use super::sql::{DEADLINE, SqlStore, Value, failed, fetch, run};

/// All stores in a SQLite database.
///
/// [`on`](SqlStore::on) takes any pool. It wants foreign keys switched on, which they are unless told
/// otherwise, and for a database in memory one single connection that is never closed.
///
/// ```
/// # async fn open() -> Result<(), portcullis::store::StoreError> {
/// use portcullis::store::SqliteStore;
///
/// let store = SqliteStore::open("portcullis.db").await?;
/// store.migrate().await?;
/// # Ok(())
/// # }
/// ```
pub type SqliteStore = SqlStore<Sqlite>;

impl SqlStore<Sqlite> {
    /// Opens the database in this file, and makes one if there is none.
    ///
    /// It keeps a write-ahead log, and `synchronous=FULL`: what was answered survives a loss of power.
    /// (With `NORMAL` a session that was ended could come back by one.)
    ///
    /// # Errors
    /// When the file cannot be opened or is no database.
    pub async fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(DEADLINE);
        let pool = SqlitePoolOptions::new().max_connections(4).acquire_timeout(DEADLINE);
        pool.connect_with(options).await.map(Self::on).map_err(failed::<Sqlite>)
    }
}

impl Dialect for Sqlite {
    /// Writers wait for each other at the beginning, and never half way.
    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK_TABLES: &'static str = "";
    const MIGRATIONS: &'static [&'static str] = &[include_str!("migrations/1.sql")];
    const SPEND: Option<&'static str> = None;
    const RECORD_USES: &'static str = "\
        UPDATE portcullis_api_keys AS k SET \
            uses = CASE WHEN k.uses > 9223372036854775807 - g.count THEN 9223372036854775807 \
                ELSE k.uses + g.count END, \
            last_used_at = max(coalesce(k.last_used_at, g.at), g.at) \
        FROM (SELECT value ->> 'id' AS id, value ->> 'count' AS count, value ->> 'at' AS at \
            FROM json_each($1)) AS g \
        WHERE k.id = g.id";
    /// A thread of its own does what was begun, and nothing hangs. Closing would lose a database in
    /// memory.
    const CLOSES_ABANDONED: bool = false;

    fn fetch<'c>(
        connection: &'c mut SqliteConnection,
        sql: &'static str,
        values: Vec<Value>,
    ) -> BoxFuture<'c, Result<Vec<SqliteRow>, sqlx::Error>> {
        fetch::<Self>(connection, sql, values)
    }

    fn run<'c>(
        connection: &'c mut SqliteConnection,
        script: &'static str,
    ) -> BoxFuture<'c, Result<(), sqlx::Error>> {
        run::<Self>(connection, script)
    }
}
