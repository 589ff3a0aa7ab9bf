//! Making the tables, step by step.

use std::time::Duration;

use super::value::Fields as _;
use super::{Engine, SqlStore, Value, failed, within};
use crate::store::StoreError;

/// Tables that hold much may take a while to change, and other nodes wait meanwhile.
const DEADLINE: Duration = Duration::from_mins(1);

const CREATE: &str =
    "CREATE TABLE IF NOT EXISTS portcullis_migrations (version BIGINT NOT NULL PRIMARY KEY)";

const NEWEST: &str = "SELECT MAX(version) AS version FROM portcullis_migrations";

const RECORD: &str = "INSERT INTO portcullis_migrations (version) VALUES ($1)";

impl<E: Engine> SqlStore<E> {
    /// Makes the tables, or brings older ones up to date: all or nothing, once, however many nodes
    /// start at a time. Each may call it at every start.
    ///
    /// # Errors
    /// When the tables are of a later version of Portcullis, whose rules this one does not know, or
    /// the database does not do it within a minute.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        within::<E, _>(DEADLINE, async {
            let mut lease = self.lease().await?;
            let mut unit = lease.begin().await?;
            unit.run(E::LOCK_TABLES).await?;
            unit.run(CREATE).await?;
            let newest = match unit.row(NEWEST, Vec::new()).await? {
                Some(row) => row.integer("version").map_err(failed::<E>)?.unwrap_or_default(),
                None => 0,
            };
            let done = usize::try_from(newest).unwrap_or(usize::MAX);
            if done > E::MIGRATIONS.len() {
                return Err(StoreError::new(
                    E::NAME,
                    "the tables were made by a later version of Portcullis",
                ));
            }
            for (version, migration) in (1_i64..).zip(E::MIGRATIONS).skip(done) {
                unit.run(migration).await?;
                unit.rows(RECORD, vec![Value::from(version)]).await?;
            }
            unit.commit().await
        })
        .await
    }
}
