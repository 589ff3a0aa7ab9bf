//! `Db`: an embedded database in memory, or the server that `DATABASE_URL` names.

use core::fmt;
use core::str::FromStr as _;
use std::env::{VarError, var};
use std::time::Duration;

use portcullis::store::SqlStore;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

/// Where the objects are.
#[derive(Clone, Debug)]
pub enum Db {
    /// In memory, empty at every start.
    Sqlite(SqlitePool),
    /// A schema of a server.
    Postgres(PgPool),
}

impl Db {
    /// What the environment asks for: the schema `blog` of the server that `DATABASE_URL` names, or
    /// one in memory. With `BLOG_RESET=1` the schema is made anew.
    ///
    /// # Errors
    /// The database cannot be reached, or a variable is not Unicode.
    pub async fn from_environment() -> Result<Self, Box<dyn core::error::Error>> {
        let resets = var("BLOG_RESET").is_ok_and(|value| value == "1");
        match var("DATABASE_URL") {
            Ok(url) => Self::postgres(&url, "blog", resets).await,
            Err(VarError::NotPresent) => Self::in_memory().await,
            Err(error) => Err(error.into()),
        }
    }

    /// A database of its own, without objects.
    ///
    /// # Errors
    /// It cannot be made.
    pub async fn in_memory() -> Result<Self, Box<dyn core::error::Error>> {
        // The database lives and dies with its connection, so there is one, for all workers, and
        // nothing closes it.
        let pool = SqlitePoolOptions::new()
            .max_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(SqliteConnectOptions::new().in_memory(true))
            .await?;
        sqlx::raw_sql(crate::schema::SQLITE).execute(&pool).await?;
        SqlStore::on(pool.clone()).migrate().await?;
        Ok(Self::Sqlite(pool))
    }

    /// The schema called `schema`, in lower case, at `url`: made where it is missing, and made anew
    /// where `resets`.
    ///
    /// # Errors
    /// The server does not answer, or refuses.
    pub async fn postgres(
        url: &str,
        schema: &'static str,
        resets: bool,
    ) -> Result<Self, Box<dyn core::error::Error>> {
        let options = PgConnectOptions::from_str(url)?.options([("search_path", schema)]);
        // Sooner than the gate gives up on a decision.
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(Duration::from_secs(3))
            .connect_with(options)
            .await?;
        if resets {
            // The name is the program's own, not input.
            let drop = format!("DROP SCHEMA IF EXISTS {schema} CASCADE");
            sqlx::raw_sql(AssertSqlSafe(drop)).execute(&pool).await?;
        }
        let create = format!("CREATE SCHEMA IF NOT EXISTS {schema}");
        sqlx::raw_sql(AssertSqlSafe(create)).execute(&pool).await?;
        sqlx::raw_sql(crate::schema::POSTGRES).execute(&pool).await?;
        SqlStore::on(pool.clone()).migrate().await?;
        Ok(Self::Postgres(pool))
    }
}

/// Never the address, which may hold a password.
impl fmt::Display for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "SQLite, in memory",
            Self::Postgres(_) => "PostgreSQL",
        })
    }
}

/// Runs one body on either pool. The SQL is what both databases understand, `$1` included.
macro_rules! on_pool {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            $crate::db::Db::Sqlite($pool) => $body,
            $crate::db::Db::Postgres($pool) => $body,
        }
    };
}

pub(crate) use on_pool;
