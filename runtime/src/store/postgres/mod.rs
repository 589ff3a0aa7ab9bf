//! Stores in PostgreSQL, for any number of nodes.

use std::str::FromStr as _;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::Postgres;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions, PgRow};

use super::StoreError;
use super::sql::sealed::Dialect;
use super::sql::{DEADLINE, SqlStore, Value, failed, fetch, run};

/// All stores in a PostgreSQL database (13 or later), in the first schema of the search path.
///
/// [`on`](SqlStore::on) takes any pool. Transactions are to be `read committed`, as they are unless
/// the server is told otherwise; under another isolation, what runs at the same time fails instead of
/// waiting. Set `statement_timeout` to about the deadline, so that the server too gives up what
/// nobody waits for.
///
/// ```
/// # async fn connect() -> Result<(), portcullis::store::StoreError> {
/// use portcullis::store::PostgresStore;
///
/// let store = PostgresStore::connect("postgres://portcullis@db.internal/app").await?;
/// store.migrate().await?;
/// # Ok(())
/// # }
/// ```
pub type PostgresStore = SqlStore<Postgres>;

impl SqlStore<Postgres> {
    /// Connects to the server at `url`, with up to ten connections and a deadline of 2 s.
    ///
    /// The parameter `options` of the address may name a schema: `?options=-c%20search_path%3Dauth`.
    /// An encrypted connection (`sslmode=verify-full`) needs one of sqlx's features for TLS.
    ///
    /// # Errors
    /// When the address is not valid, or the server does not answer.
    pub async fn connect(url: &str) -> Result<Self, StoreError> {
        Self::connect_within(url, DEADLINE).await
    }

    /// Like [`connect`](Self::connect), with another [`deadline`](Self::deadline), after which the
    /// server too gives up.
    ///
    /// # Errors
    /// As for [`connect`](Self::connect).
    pub async fn connect_within(url: &str, deadline: Duration) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url).map_err(failed::<Postgres>)?.options([
            ("default_transaction_isolation", "read committed".to_owned()),
            ("statement_timeout", deadline.as_millis().to_string()),
        ]);
        let pool = PgPoolOptions::new().max_connections(10).acquire_timeout(deadline);
        let pool = pool.connect_with(options).await.map_err(failed::<Postgres>)?;
        Ok(Self::on(pool).deadline(deadline))
    }
}

impl Dialect for Postgres {
    const BEGIN: &'static str = "BEGIN ISOLATION LEVEL READ COMMITTED";
    const LOCK_TABLES: &'static str = "\
        SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock(8102737365849301357)";
    const MIGRATIONS: &'static [&'static str] = &[include_str!("migrations/1.sql")];
    /// The row of the family is what decides: who waited for it finds another current token.
    const SPEND: Option<&'static str> = Some(
        "WITH spent AS ( \
            UPDATE portcullis_refresh_families SET previous_digest = current_digest, \
                spent_at = $4, current_digest = $2, current_until = $3 \
            WHERE id = (SELECT family FROM portcullis_refresh_tokens WHERE digest = $1) \
                AND current_digest = $1 AND current_until > $4 AND expires_at > $4 \
            RETURNING * \
        ), kept AS ( \
            INSERT INTO portcullis_refresh_tokens (digest, family) SELECT $2, id FROM spent \
        ) SELECT * FROM spent",
    );
    /// The rows are locked in order first, or two writers could wait for each other.
    const RECORD_USES: &'static str = "\
        WITH given AS ( \
            SELECT * FROM json_to_recordset($1::json) AS g(id TEXT, count BIGINT, at BIGINT) \
        ), locked AS MATERIALIZED ( \
            SELECT k.id FROM portcullis_api_keys k JOIN given g ON g.id = k.id \
            ORDER BY k.id FOR UPDATE OF k \
        ) UPDATE portcullis_api_keys k SET \
            uses = CASE WHEN k.uses > 9223372036854775807 - g.count THEN 9223372036854775807 \
                ELSE k.uses + g.count END, \
            last_used_at = GREATEST(k.last_used_at, g.at) \
        FROM given g JOIN locked l ON l.id = g.id WHERE k.id = g.id";
    const CLOSES_ABANDONED: bool = true;

    fn fetch<'c>(
        connection: &'c mut PgConnection,
        sql: &'static str,
        values: Vec<Value>,
    ) -> BoxFuture<'c, Result<Vec<PgRow>, sqlx::Error>> {
        fetch::<Self>(connection, sql, values)
    }

    fn run<'c>(
        connection: &'c mut PgConnection,
        script: &'static str,
    ) -> BoxFuture<'c, Result<(), sqlx::Error>> {
        run::<Self>(connection, script)
    }
}
