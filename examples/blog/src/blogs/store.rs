//! The SQL of blogs.

use portcullis::allowlist::{Changes, Query};
use portcullis::resource::{Conflict, Create, Delete, Load, Update};
use portcullis::{Authorized, Listing, Outage};
use sqlx::QueryBuilder;

use super::fields::{BlogQuery, BlogUpdate};
use super::model::Blog;
use crate::db::{Db, on_pool};

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
pub async fn list(
    db: &Db,
    blogs: &Listing<Blog>,
    asked: &Query<BlogQuery>,
) -> Result<Vec<Blog>, Outage> {
    on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("SELECT * FROM blogs");
        blogs.push_where(&mut query);
        asked.push_to(&mut query);
        Ok(query.build_query_as().fetch_all(pool).await?)
    })
}

/// A new blog.
///
/// # Errors
/// The database failed.
pub async fn add(db: &Db, blog: Authorized<Blog, Create>) -> Result<Blog, Outage> {
    const SQL: &str =
        "INSERT INTO blogs (tenant_id, owner_id, title) VALUES ($1, $2, $3) RETURNING *";
    on_pool!(db, |pool| {
        let query = sqlx::query_as(SQL).bind(&blog.tenant_id).bind(blog.owner_id).bind(&blog.title);
        Ok(query.fetch_one(pool).await?)
    })
}

/// Changes the blog; what `changes` leaves out stays.
///
/// # Errors
/// The database failed; inside, a conflict where the blog changed after the decision.
pub async fn edit(
    db: &Db,
    blog: Authorized<Blog, Update>,
    changes: Changes<BlogUpdate>,
) -> Result<Result<Blog, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("UPDATE blogs SET ");
        changes.push_set(&mut query);
        blog.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(blog.written(rows).map(|mut blog| {
        changes.apply(&mut blog);
        blog
    }))
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
