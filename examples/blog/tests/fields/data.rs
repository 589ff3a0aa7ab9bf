//! The database behind the app's back: made anew, and compared in every column of every row.

use std::collections::BTreeMap;

use blog::Db;
use serde_json::{Map, Value};
use sqlx::AssertSqlSafe;

use crate::site::Site;

pub type Row = Map<String, Value>;

const TABLES: [&str; 4] = ["users", "blogs", "posts", "comments"];

const EMPTY: &str = "DELETE FROM comments; DELETE FROM posts; DELETE FROM blogs; DELETE FROM users";

/// Eve, an editor, gets a post of her own. The canaries are put together here, so that the text of
/// this statement, which is logged, has none.
const PLANT: &str = "
UPDATE users SET password_hash = 'canar' || 'y-hash-' || id,
    email = 'canar' || 'y-email-' || id || '@x.example';
UPDATE posts SET moderation_note = 'canar' || 'y-note-' || id;
UPDATE posts SET editor_id = 3 WHERE id = 2;
";

/// Updates find no row.
const FREEZE_SQLITE: &str = "
CREATE TRIGGER frozen_users BEFORE UPDATE ON users BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER frozen_blogs BEFORE UPDATE ON blogs BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER frozen_posts BEFORE UPDATE ON posts BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER frozen_comments BEFORE UPDATE ON comments BEGIN SELECT RAISE(IGNORE); END;
";
const FREEZE_POSTGRES: &str = "
CREATE FUNCTION frozen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER frozen BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION frozen();
CREATE TRIGGER frozen BEFORE UPDATE ON blogs FOR EACH ROW EXECUTE FUNCTION frozen();
CREATE TRIGGER frozen BEFORE UPDATE ON posts FOR EACH ROW EXECUTE FUNCTION frozen();
CREATE TRIGGER frozen BEFORE UPDATE ON comments FOR EACH ROW EXECUTE FUNCTION frozen();
";

/// One value that differs between two dumps.
#[derive(Debug, PartialEq)]
pub enum Change {
    /// A row with all but its number.
    Added {
        table: String,
        row: Row,
    },
    Removed {
        table: String,
        id: i64,
    },
    Set {
        table: String,
        id: i64,
        column: String,
        value: Value,
    },
}

/// Puts back what is there from the start, with the canaries.
pub fn renew(site: &Site) {
    site.with_db(|db| async move {
        run(&db, EMPTY).await;
        blog::seed(&db).await.unwrap();
        run(&db, PLANT).await;
    });
}

/// Lets no row change any more.
pub fn freeze(site: &Site) {
    site.with_db(|db| async move {
        let sql = match &db {
            Db::Sqlite(_) => FREEZE_SQLITE,
            Db::Postgres(_) => FREEZE_POSTGRES,
        };
        run(&db, sql).await;
    });
}

async fn run(db: &Db, sql: &'static str) {
    match db {
        Db::Sqlite(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql(sql).execute(pool).await.unwrap()),
    }
}

/// The statement that dumps everything, whatever columns there are.
pub fn everything(site: &Site) -> String {
    site.with_db(|db| async move {
        let mut parts = Vec::new();
        for table in TABLES {
            let row = match &db {
                Db::Postgres(_) => "CAST(row_to_json(t) AS TEXT)".to_owned(),
                Db::Sqlite(pool) => {
                    let columns = "SELECT name, type FROM pragma_table_info($1)";
                    let columns = sqlx::query_as(columns).bind(table).fetch_all(pool).await;
                    object(&columns.unwrap())
                }
            };
            parts.push(format!("SELECT '{table} ' || {row} FROM {table} t"));
        }
        format!("{} ORDER BY 1", parts.join(" UNION ALL "))
    })
}

/// SQLite has no booleans.
fn object(columns: &[(String, String)]) -> String {
    let members = columns.iter().map(|(name, kind)| match kind.as_str() {
        "BOOLEAN" => format!("'{name}', json(iif({name}, 'true', 'false'))"),
        _ => format!("'{name}', {name}"),
    });
    format!("json_object({})", members.collect::<Vec<_>>().join(", "))
}

/// Every column of every row: the table, and the row as JSON.
pub fn dump(site: &Site, everything: &str) -> Vec<String> {
    let sql = everything.to_owned();
    site.with_db(|db| async move {
        let sql = AssertSqlSafe(sql);
        match &db {
            Db::Sqlite(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_all(pool).await.unwrap(),
        }
    })
}

/// The rows by table and number.
pub fn rows(dump: &[String]) -> BTreeMap<(String, i64), Row> {
    let rows = dump.iter().map(|line| {
        let (table, row) = line.split_once(' ').unwrap();
        let row: Row = serde_json::from_str(row).unwrap();
        ((table.to_owned(), row["id"].as_i64().unwrap()), row)
    });
    rows.collect()
}

pub fn changes(before: &[String], after: &[String]) -> Vec<Change> {
    let (before, after) = (rows(before), rows(after));
    let removed = before.keys().filter(|key| !after.contains_key(*key));
    let removed = removed.map(|(table, id)| Change::Removed { table: table.clone(), id: *id });
    let mut changes: Vec<_> = removed.collect();
    for ((table, id), mut row) in after {
        let Some(old) = before.get(&(table.clone(), id)) else {
            row.remove("id");
            changes.push(Change::Added { table, row });
            continue;
        };
        let differing = row.into_iter().filter(|(column, value)| old[column] != *value);
        changes.extend(differing.map(|(column, value)| {
            let table = table.clone();
            Change::Set { table, id, column, value }
        }));
    }
    changes
}
