//! `Lease`: a connection for one operation.

use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Transaction};

use super::Engine;
use super::failure::failed;
use super::value::Value;
use crate::store::StoreError;

/// A connection of the pool, which goes back to it when this is dropped.
///
/// One with a statement that was given up half way, at the deadline or because nobody waits any more,
/// is closed instead: a server that hangs would keep its place in the pool.
pub(super) struct Lease<E: Engine> {
    connection: PoolConnection<E>,
    is_waiting: bool,
}

/// A transaction. It is rolled back unless it is committed.
pub(super) struct Unit<'l, E: Engine> {
    transaction: Transaction<'l, E>,
    is_waiting: &'l mut bool,
}

impl<E: Engine> Lease<E> {
    pub(super) fn of(connection: PoolConnection<E>) -> Self {
        Self { connection, is_waiting: false }
    }

    /// All rows of a statement, which is a transaction of its own.
    pub(super) async fn rows(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<E::Row>, StoreError> {
        self.is_waiting = true;
        let rows = E::fetch(&mut self.connection, sql, values).await;
        self.is_waiting = false;
        rows.map_err(failed::<E>)
    }

    pub(super) async fn begin(&mut self) -> Result<Unit<'_, E>, StoreError> {
        let Self { connection, is_waiting } = self;
        *is_waiting = true;
        let transaction = connection.begin_with(E::BEGIN).await.map_err(failed::<E>)?;
        *is_waiting = false;
        Ok(Unit { transaction, is_waiting })
    }
}

impl<E: Engine> Unit<'_, E> {
    pub(super) async fn rows(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<E::Row>, StoreError> {
        *self.is_waiting = true;
        let rows = E::fetch(&mut self.transaction, sql, values).await;
        *self.is_waiting = false;
        rows.map_err(failed::<E>)
    }

    /// The first row of a statement.
    pub(super) async fn row(
        &mut self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<E::Row>, StoreError> {
        Ok(self.rows(sql, values).await?.into_iter().next())
    }

    pub(super) async fn run(&mut self, script: &'static str) -> Result<(), StoreError> {
        *self.is_waiting = true;
        let done = E::run(&mut self.transaction, script).await;
        *self.is_waiting = false;
        done.map_err(failed::<E>)
    }

    pub(super) async fn commit(self) -> Result<(), StoreError> {
        *self.is_waiting = true;
        let done = self.transaction.commit().await;
        *self.is_waiting = false;
        done.map_err(failed::<E>)
    }
}

impl<E: Engine> Drop for Lease<E> {
    fn drop(&mut self) {
        if self.is_waiting && E::CLOSES_ABANDONED {
            self.connection.close_on_drop();
        }
    }
}
