//! The SQL of blogs.

use portcullis::resource::{Conflict, Delete, Load, Update};
use portcullis::{Authorized, Listing, Outage};
use sqlx::QueryBuilder;

use super::model::{Blog, BlogChanges};
use crate::db::{Db, on_pool};
use crate::page::Page;

impl Load for Blog {
    type Store = Db;

    async fn load(db: &Db, id: i64) -> Result<Option<Self>, Outage> {
        find(db, id).await
    }
}

/// The blog with this identifier, which nobody is authorized to yet.
pub(crate) async fn find(db: &Db, id: i64) -> Result<Option<Blog>, Outage> {
    const SQL: &str = "SELECT * FROM blogs WHERE id = $1";
    on_pool!(db, |pool| Ok(sqlx::query_as(SQL).bind(id).fetch_optional(pool).await?))
}

/// A page of the blogs that the guard allows.
///
/// # Errors
/// The database failed.
pub async fn list(db: &Db, blogs: &Listing<Blog>, page: &Page) -> Result<Vec<Blog>, Outage> {
    on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("SELECT * FROM blogs");
        blogs.push_where(&mut query);
        page.push(&mut query);
        Ok(query.build_query_as().fetch_all(pool).await?)
    })
}

/// Changes the blog.
///
/// # Errors
/// The database failed; inside, a conflict where the blog changed after the decision.
pub async fn edit(
    db: &Db,
    blog: Authorized<Blog, Update>,
    changes: &BlogChanges,
) -> Result<Result<Blog, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("UPDATE blogs SET title = ");
        query.push_bind(changes.title.as_str());
        blog.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(blog.written(rows))
}

/// Removes the blog with its posts and their comments.
///
/// # Errors
/// The database failed; inside, a conflict where the blog changed after the decision.
pub async fn remove(
    db: &Db,
    blog: Authorized<Blog, Delete>,
) -> Result<Result<Blog, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("DELETE FROM blogs");
        blog.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(blog.written(rows))
}
