//! The data of a case: fresh before it, compared after it.

use blog::Db;

use crate::site::Site;

const EMPTY: &str = "DELETE FROM comments; DELETE FROM posts; DELETE FROM blogs; DELETE FROM users";

const EVERYTHING: &str = "
SELECT 'user ' || id || tenant_id || name || email || role || is_banned || weekly_digest FROM users
UNION ALL
SELECT 'blog ' || id || tenant_id || owner_id || title FROM blogs
UNION ALL
SELECT 'post ' || id || tenant_id || blog_id || ' ' || author_id || ' ' || COALESCE(editor_id, 0)
    || title || body || published || COALESCE(moderation_note, '') FROM posts
UNION ALL
SELECT 'comment ' || id || tenant_id || post_id || ' ' || author_id || body FROM comments
ORDER BY 1";

/// Puts back what is there from the start, and tells what that is.
pub fn renew(site: &Site) -> Vec<String> {
    site.with_db(|db| async move {
        match &db {
            Db::Sqlite(pool) => drop(sqlx::raw_sql(EMPTY).execute(pool).await.unwrap()),
            Db::Postgres(pool) => drop(sqlx::raw_sql(EMPTY).execute(pool).await.unwrap()),
        }
        blog::seed(&db).await.unwrap();
    });
    dump(site)
}

/// Every row of every table.
pub fn dump(site: &Site) -> Vec<String> {
    site.with_db(|db| async move {
        match &db {
            Db::Sqlite(pool) => sqlx::query_scalar(EVERYTHING).fetch_all(pool).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_scalar(EVERYTHING).fetch_all(pool).await.unwrap(),
        }
    })
}
