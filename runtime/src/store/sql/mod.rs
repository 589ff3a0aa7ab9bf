//! Stores in an SQL database: all that SQLite and PostgreSQL have in common, the statements above all.

use core::fmt;
use std::future::Future;
use std::time::Duration;

use futures_util::FutureExt as _;
use sqlx::Pool;

use super::{Answer, StoreError};

mod api_keys;
mod engine;
mod failure;
mod lease;
mod migrations;
mod refresh;
mod revocations;
mod sessions;
mod value;

pub use engine::Engine;
pub(super) use engine::{fetch, run, sealed};
pub(super) use failure::failed;
use lease::Lease;
pub(super) use value::Value;

/// How long an operation may take unless the store is told otherwise.
pub(super) const DEADLINE: Duration = Duration::from_secs(2);

/// So many rows at most are deleted by one statement of a purge, so that each is quick.
const BATCH: usize = 500;

/// All stores in an SQL database: [`SqliteStore`](super::SqliteStore) or
/// [`PostgresStore`](super::PostgresStore). Cheap to clone; clones are one store.
///
/// [`migrate`](Self::migrate) makes its tables, whose names begin with `portcullis_`. Texts are kept
/// as they are, except that PostgreSQL refuses one with a NUL. Use a store from runtimes that live as
/// long as it does: a connection is served by the one in which it was opened.
///
/// An operation that failed, or whose future was dropped, was done whole or not at all; which of
/// them, nobody knows.
pub struct SqlStore<E: Engine> {
    pool: Pool<E>,
    deadline: Duration,
}

impl<E: Engine> SqlStore<E> {
    /// Keeps everything in the database of `pool`, which is yours to configure.
    pub fn on(pool: Pool<E>) -> Self {
        Self { pool, deadline: DEADLINE }
    }

    /// Gives every operation this long, the wait for a connection included; 2 s unless said. What
    /// takes longer is a [`StoreError`].
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// The pool, for example to close it.
    pub fn pool(&self) -> &Pool<E> {
        &self.pool
    }

    /// Answers once `work` is done, or with an error at the deadline.
    fn answer<'a, T: Send + 'a>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send + 'a,
    ) -> Answer<'a, T> {
        within::<E, T>(self.deadline, work).boxed()
    }

    /// Repeats a statement that deletes at most a batch, each time with a deadline of its own.
    fn purge_in_batches<'a>(&'a self, sql: &'static str, now: i64) -> Answer<'a, u64> {
        async move {
            let mut purged: u64 = 0;
            loop {
                let batch = async {
                    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
                    let values = vec![Value::from(now), Value::from(limit)];
                    self.lease().await?.rows(sql, values).await
                };
                let deleted = within::<E, _>(self.deadline, batch).await?.len();
                purged = purged.saturating_add(deleted as u64);
                if deleted < BATCH {
                    return Ok(purged);
                }
            }
        }
        .boxed()
    }

    async fn lease(&self) -> Result<Lease<E>, StoreError> {
        self.pool.acquire().await.map(Lease::of).map_err(failed::<E>)
    }
}

async fn within<E: Engine, T>(
    deadline: Duration,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, StoreError> {
    tokio::time::timeout(deadline, work)
        .await
        .unwrap_or_else(|_| Err(StoreError::new(E::NAME, "no answer within the deadline")))
}

impl<E: Engine> Clone for SqlStore<E> {
    fn clone(&self) -> Self {
        Self { pool: self.pool.clone(), deadline: self.deadline }
    }
}

/// Neither the address of the server nor anything that it keeps.
impl<E: Engine> fmt::Debug for SqlStore<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqlStore").field("engine", &E::NAME).finish_non_exhaustive()
    }
}
