//! The routes of comments.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, delete, get, patch, post, web};
use portcullis::allowlist::{Changes, New, Page, Query, View};
use portcullis::resource::{Create, Delete, Read, Update};
use portcullis::{Authorized, OnDenied, Principal, Rejection, authorize, routes};

use super::fields::{CommentQuery, CommentUpdate, CommentView, NewComment, NewCommentServer};
use super::model::{AddComment, Comment};
use super::store;
use crate::db::Db;
use crate::posts::{Post, READABLE_POSTS};
use crate::users::{may_speak, user_id};
use crate::vocabulary::Permission;

routes!(pub(crate) COMMENTS = "/posts/{post_id}/comments", [list, add, edit, remove]);

#[authorize(READABLE_POSTS, object = Post, id = "post_id")]
#[get("")]
async fn list(
    post: Authorized<Post, Read>,
    query: Query<CommentQuery>,
    db: web::Data<Db>,
) -> Result<Page<CommentView>, Error> {
    let rows = store::list(&db, &post, &query).await?;
    Ok(query.page(rows))
}

#[authorize(
    all(permission("comments:write"), check(may_speak), READABLE_POSTS),
    object = Post,
    id = "post_id",
    action = AddComment
)]
#[post("")]
async fn add(
    post: Authorized<Post, AddComment>,
    principal: Principal<Permission>,
    new: New<NewComment>,
    db: web::Data<Db>,
) -> Result<View<CommentView>, Error> {
    let draft = new.into_entity(NewCommentServer {
        tenant_id: post.tenant_id.clone(),
        post_id: post.id,
        author_id: user_id(&principal)?,
    });
    let comment = principal.authorize::<Create, _>(draft).await?;
    let added = store::add(&db, post, comment).await?;
    let comment = added.ok_or(Rejection::Missing(OnDenied::NotFound))?;
    Ok(View::of(comment).status(StatusCode::CREATED))
}

#[authorize(any(owner(Comment), role(Editor)))]
#[patch("/{id}")]
async fn edit(
    comment: Authorized<Comment, Update>,
    changes: Changes<CommentUpdate>,
    db: web::Data<Db>,
) -> Result<View<CommentView>, Error> {
    Ok(View::of(store::edit(&db, comment, changes).await??))
}

#[authorize(any(owner(Comment), role(Editor)))]
#[delete("/{id}")]
async fn remove(
    comment: Authorized<Comment, Delete>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    store::remove(&db, comment).await??;
    Ok(HttpResponse::NoContent().finish())
}
