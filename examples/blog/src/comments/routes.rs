//! The routes of comments.

use actix_web::{Error, HttpResponse, delete, get, patch, post, web};
use portcullis::resource::{Delete, Read, Update};
use portcullis::{Authorized, OnDenied, Principal, Rejection, authorize, routes};
use serde::Serialize;

use super::model::{AddComment, Comment, CommentText};
use super::store;
use crate::db::Db;
use crate::page::Page;
use crate::posts::{Post, READABLE_POSTS};
use crate::users::{may_speak, user_id};
use crate::vocabulary::Permission;

routes!(pub(crate) COMMENTS = "/posts/{post_id}/comments", [list, add, edit, remove]);

#[derive(Serialize)]
struct CommentView<'a> {
    id: i64,
    author_id: i64,
    body: &'a str,
}

impl<'a> From<&'a Comment> for CommentView<'a> {
    fn from(comment: &'a Comment) -> Self {
        Self { id: comment.id, author_id: comment.author_id, body: &comment.body }
    }
}

#[authorize(READABLE_POSTS, object = Post, id = "post_id")]
#[get("")]
async fn list(
    post: Authorized<Post, Read>,
    page: web::Query<Page>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let comments = store::list(&db, &post, &page).await?;
    Ok(HttpResponse::Ok().json(comments.iter().map(CommentView::from).collect::<Vec<_>>()))
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
    text: web::Json<CommentText>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let added = store::add(&db, post, user_id(&principal)?, &text).await?;
    let comment = added.ok_or(Rejection::Missing(OnDenied::NotFound))?;
    Ok(HttpResponse::Created().json(CommentView::from(&comment)))
}

#[authorize(any(owner(Comment), role(Editor)))]
#[patch("/{id}")]
async fn edit(
    comment: Authorized<Comment, Update>,
    text: web::Json<CommentText>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    store::edit(&db, comment, &text).await??;
    Ok(HttpResponse::NoContent().finish())
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
