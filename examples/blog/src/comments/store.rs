//! The SQL of comments.

use portcullis::allowlist::{Changes, Query};
use portcullis::resource::{Conflict, Create, Delete, Load, Read, Update};
use portcullis::{Authorized, Outage};
use sqlx::QueryBuilder;

use super::fields::{CommentQuery, CommentUpdate};
use super::model::{AddComment, Comment};
use crate::db::{Db, on_pool};
use crate::posts::Post;

impl Load for Comment {
    type Store = Db;

    async fn load(db: &Db, id: i64) -> Result<Option<Self>, Outage> {
        const SQL: &str = "SELECT * FROM comments WHERE id = $1";
        on_pool!(db, |pool| Ok(sqlx::query_as(SQL).bind(id).fetch_optional(pool).await?))
    }
}

/// A page of the comments on `post`: who may read a post may read what is said about it.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    post: &Authorized<Post, Read>,
    asked: &Query<CommentQuery>,
) -> Result<Vec<Comment>, Outage> {
    on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("SELECT * FROM comments WHERE post_id = ");
        query.push_bind(post.id);
        asked.push_to(&mut query);
        Ok(query.build_query_as().fetch_all(pool).await?)
    })
}

/// A new comment on `post`; none where the post was removed or changed hands after the decision.
///
/// # Errors
/// The database failed.
pub async fn add(
    db: &Db,
    post: Authorized<Post, AddComment>,
    comment: Authorized<Comment, Create>,
) -> Result<Option<Comment>, Outage> {
    on_pool!(db, |pool| {
        let mut query = QueryBuilder::new(
            "INSERT INTO comments (tenant_id, post_id, author_id, body) SELECT tenant_id, id, ",
        );
        query.push_bind(comment.author_id).push(", ").push_bind(&comment.body).push(" FROM posts");
        post.push_where(&mut query);
        query.push(" RETURNING *");
        Ok(query.build_query_as().fetch_optional(pool).await?)
    })
}

/// Changes the comment; what `changes` leaves out stays.
///
/// # Errors
/// The database failed; inside, a conflict where the comment changed after the decision.
pub async fn edit(
    db: &Db,
    comment: Authorized<Comment, Update>,
    changes: Changes<CommentUpdate>,
) -> Result<Result<Comment, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("UPDATE comments SET ");
        changes.push_set(&mut query);
        comment.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(comment.written(rows).map(|mut comment| {
        changes.apply(&mut comment);
        comment
    }))
}

/// Removes the comment.
///
/// # Errors
/// The database failed; inside, a conflict where the comment changed after the decision.
pub async fn remove(
    db: &Db,
    comment: Authorized<Comment, Delete>,
) -> Result<Result<Comment, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("DELETE FROM comments");
        comment.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(comment.written(rows))
}
