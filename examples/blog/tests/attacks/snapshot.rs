//! Every value in the database, by table, row and column.

use std::collections::BTreeMap;

use blog::Db;
use sqlx::AssertSqlSafe;

use crate::site::Site;
use crate::table::Object;

/// From a table, an identifier and a column to the value as text.
pub type Snapshot = BTreeMap<(&'static str, i64, &'static str), Option<String>>;

pub fn take(site: &Site, objects: &[Object]) -> Snapshot {
    let columns: Vec<_> = objects
        .iter()
        .flat_map(|object| object.fields.iter().map(|field| (object.table, *field)))
        .collect();
    site.with_db(|db| async move {
        let mut snapshot = Snapshot::new();
        for (table, column) in columns {
            let sql = format!("SELECT id, CAST({column} AS TEXT) FROM {table}");
            let sql = AssertSqlSafe(sql);
            let rows: Vec<(i64, Option<String>)> = match &db {
                Db::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
                Db::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
            };
            snapshot.extend(rows.into_iter().map(|(id, value)| ((table, id, column), value)));
        }
        snapshot
    })
}

/// What differs between the two.
pub fn changes(before: &Snapshot, after: &Snapshot) -> Vec<(&'static str, i64, &'static str)> {
    let keys = before.keys().chain(after.keys().filter(|key| !before.contains_key(*key)));
    keys.filter(|key| before.get(*key) != after.get(*key)).copied().collect()
}
