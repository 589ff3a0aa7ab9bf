//! The SQL of posts.

use portcullis::allowlist::{Changes, Query};
use portcullis::resource::{Conflict, Create, Delete, Load, Update};
use portcullis::{Authorized, Listing, Outage};
use sqlx::QueryBuilder;

use super::fields::{PostQuery, PostUpdate};
use super::model::{Move, Post, Publish};
use crate::blogs::{AddPost, Blog};
use crate::db::{Db, on_pool};

impl Load for Post {
    type Store = Db;

    async fn load(db: &Db, id: i64) -> Result<Option<Self>, Outage> {
        const SQL: &str = "SELECT * FROM posts WHERE id = $1";
        on_pool!(db, |pool| Ok(sqlx::query_as(SQL).bind(id).fetch_optional(pool).await?))
    }
}

/// A page of the posts that the guard allows, of all blogs or of the one in the path.
///
/// # Errors
/// The database failed.
pub async fn list(
    db: &Db,
    posts: &Listing<Post>,
    asked: &Query<PostQuery>,
) -> Result<Vec<Post>, Outage> {
    on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("SELECT * FROM posts");
        posts.push_where(&mut query);
        asked.push_to(&mut query);
        Ok(query.build_query_as().fetch_all(pool).await?)
    })
}

/// A new draft in `blog`; none where the blog was removed or changed hands after the decision.
///
/// # Errors
/// The database failed.
pub async fn add(
    db: &Db,
    blog: Authorized<Blog, AddPost>,
    post: Authorized<Post, Create>,
) -> Result<Option<Post>, Outage> {
    on_pool!(db, |pool| {
        let mut query = QueryBuilder::new(
            "INSERT INTO posts (tenant_id, blog_id, published, author_id, title, body) \
             SELECT tenant_id, id, FALSE, ",
        );
        query.push_bind(post.author_id);
        query.push(", ").push_bind(&post.title).push(", ").push_bind(&post.body);
        query.push(" FROM blogs");
        blog.push_where(&mut query);
        query.push(" RETURNING *");
        Ok(query.build_query_as().fetch_optional(pool).await?)
    })
}

/// Changes the post; what `changes` leaves out stays.
///
/// # Errors
/// The database failed; inside, a conflict where the post changed after the decision.
pub async fn edit(
    db: &Db,
    post: Authorized<Post, Update>,
    changes: Changes<PostUpdate>,
) -> Result<Result<Post, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("UPDATE posts SET ");
        changes.push_set(&mut query);
        post.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(post.written(rows).map(|mut post| {
        changes.apply(&mut post);
        post
    }))
}

/// Makes the post public.
///
/// # Errors
/// The database failed; inside, a conflict where the post changed after the decision.
pub async fn publish(
    db: &Db,
    post: Authorized<Post, Publish>,
) -> Result<Result<Post, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("UPDATE posts SET published = TRUE");
        post.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(post.written(rows))
}

/// Puts the post into `blog`. Both must still be as they were when they were decided about.
///
/// # Errors
/// The database failed; inside, a conflict where one of them changed after the decision.
pub async fn relocate(
    db: &Db,
    post: Authorized<Post, Move>,
    blog: &Authorized<Blog, AddPost>,
) -> Result<Result<Post, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("UPDATE posts SET blog_id = ");
        query.push_bind(blog.id);
        post.push_where(&mut query);
        query.push(" AND EXISTS (SELECT 1 FROM blogs");
        blog.push_where(&mut query);
        query.push(")");
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(post.written(rows))
}

/// Removes the post with its comments.
///
/// # Errors
/// The database failed; inside, a conflict where the post changed after the decision.
pub async fn remove(
    db: &Db,
    post: Authorized<Post, Delete>,
) -> Result<Result<Post, Conflict>, Outage> {
    let rows = on_pool!(db, |pool| {
        let mut query = QueryBuilder::new("DELETE FROM posts");
        post.push_where(&mut query);
        query.build().execute(pool).await?.rows_affected()
    });
    Ok(post.written(rows))
}

#[cfg(test)]
mod tests {
    use portcullis::Principal;
    use portcullis::resource::Create;

    use super::{Db, Post, add};
    use crate::blogs::{AddPost, find};
    use crate::db::on_pool;
    use crate::vocabulary::Permission;

    #[actix_web::test]
    async fn nothing_is_added_to_a_blog_that_changed_hands() {
        let db = Db::in_memory().await.unwrap();
        crate::seed(&db).await.unwrap();
        let ada = Principal::<Permission>::builder("1").tenant("acme").build();
        let post = || Post {
            id: 0,
            tenant_id: "acme".to_owned(),
            blog_id: 1,
            author_id: 1,
            editor_id: None,
            title: "On rust".to_owned(),
            body: "It is slow.".to_owned(),
            published: false,
            moderation_note: None,
        };

        for (owner, is_added) in [(1, true), (2, false)] {
            let blog = find(&db, 1).await.unwrap();
            let blog = ada.authorize::<AddPost, _>(blog).await.unwrap();
            on_pool!(&db, |pool| {
                let query = sqlx::query("UPDATE blogs SET owner_id = $1 WHERE id = 1").bind(owner);
                query.execute(pool).await.map(drop)
            })
            .unwrap();
            let post = ada.authorize::<Create, _>(post()).await.unwrap();
            let added = add(&db, blog, post).await.unwrap();
            assert_eq!(added.is_some(), is_added, "owner {owner}");
        }
    }
}
