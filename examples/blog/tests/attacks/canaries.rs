//! Secrets that are planted in the database and must not come out of it.

use blog::Db;
use portcullis_tests::client::Reply;

use crate::site::Site;

/// In parts, since statements are logged.
const PLANT: &str = "UPDATE users SET password_hash = 'can' || 'ary-hash-' || id;
UPDATE posts SET moderation_note = 'can' || 'ary-note-' || id";

/// The start of every canary.
pub const CANARY: &str = "canary-";

/// Plants them.
pub fn plant(site: &Site) {
    site.with_db(|db| async move {
        match &db {
            Db::Sqlite(pool) => drop(sqlx::raw_sql(PLANT).execute(pool).await.unwrap()),
            Db::Postgres(pool) => drop(sqlx::raw_sql(PLANT).execute(pool).await.unwrap()),
        }
    });
}

/// Looks for them in the whole answer.
pub fn assert_none(reply: &Reply, context: &str) {
    let headers = format!("{:?}", reply.headers());
    assert!(!reply.body.contains(CANARY) && !headers.contains(CANARY), "{context}: {reply:?}");
}
