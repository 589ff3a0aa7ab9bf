//! `Engine`: the little in which SQLite and PostgreSQL differ.

use futures_util::TryFutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::{Arguments as _, Database, Encode, Executor, IntoArguments, Type};

use super::value::Value;

/// A database that [`SqlStore`](super::SqlStore) works on: `sqlx::Sqlite` or `sqlx::Postgres`.
pub trait Engine: sealed::Dialect {}

impl<E: sealed::Dialect> Engine for E {}

pub(in crate::store) mod sealed {
    use futures_util::future::BoxFuture;
    use sqlx::Database;

    use crate::store::sql::value::{Fields, Value};

    /// What must be said to one database in another way than to the other.
    pub trait Dialect: Database<Row: Fields> {
        /// Starts a transaction whose every statement sees what was committed before it.
        const BEGIN: &'static str;
        /// Lets only one node at a time go on in a transaction that changes tables.
        const LOCK_TABLES: &'static str;
        /// Each makes the tables of a version out of those of the one before.
        const MIGRATIONS: &'static [&'static str];
        /// Spends a good refresh token in one statement, where the database can.
        const SPEND: Option<&'static str>;
        /// Adds the uses in a JSON list of objects with `id`, `count` and `at`.
        const RECORD_USES: &'static str;
        /// Whether a connection is unfit once a statement on it was given up.
        const CLOSES_ABANDONED: bool;

        /// All rows that a statement yields. It reads to the end, so that a change is committed.
        fn fetch<'c>(
            connection: &'c mut Self::Connection,
            sql: &'static str,
            values: Vec<Value>,
        ) -> BoxFuture<'c, Result<Vec<Self::Row>, sqlx::Error>>;

        /// Runs statements that have no parameters.
        fn run<'c>(
            connection: &'c mut Self::Connection,
            script: &'static str,
        ) -> BoxFuture<'c, Result<(), sqlx::Error>>;
    }
}

/// [`sealed::Dialect::fetch`] on a database that is known.
pub(in crate::store) fn fetch<'c, DB: Database>(
    connection: &'c mut DB::Connection,
    sql: &'static str,
    values: Vec<Value>,
) -> BoxFuture<'c, Result<Vec<DB::Row>, sqlx::Error>>
where
    Option<i64>: Type<DB> + for<'q> Encode<'q, DB>,
    Option<String>: Type<DB> + for<'q> Encode<'q, DB>,
    Vec<u8>: Type<DB> + for<'q> Encode<'q, DB>,
    DB::Arguments: IntoArguments<DB> + 'c,
    &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    let mut arguments = DB::Arguments::default();
    for value in values {
        let added = match value {
            Value::Integer(value) => arguments.add(value),
            Value::Text(value) => arguments.add(value),
            Value::Bytes(value) => arguments.add(value),
        };
        if let Err(error) = added {
            return Box::pin(async move { Err(sqlx::Error::Encode(error)) });
        }
    }
    Box::pin(sqlx::query_with(sql, arguments).fetch_all(connection))
}

/// [`sealed::Dialect::run`] on a database that is known.
pub(in crate::store) fn run<'c, DB: Database>(
    connection: &'c mut DB::Connection,
    script: &'static str,
) -> BoxFuture<'c, Result<(), sqlx::Error>>
where
    &'c mut DB::Connection: Executor<'c, Database = DB>,
{
    Box::pin(connection.execute(sqlx::raw_sql(script)).map_ok(drop))
}
