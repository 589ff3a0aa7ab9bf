//! The routes of posts.

use actix_web::{Error, HttpResponse, delete, get, patch, post, web};
use portcullis::resource::{Delete, Read, Update};
use portcullis::{Authorized, Listing, OnDenied, Principal, Rejection};
use portcullis::{authorize, owner_or_admin, require_role, routes};
use serde::Serialize;

use super::model::{Destination, Move, NewPost, Post, PostChanges, Publish, READABLE_POSTS};
use super::store;
use crate::blogs::{self, AddPost, BLOG_AUTHORS, Blog};
use crate::db::Db;
use crate::page::Page;
use crate::users::user_id;
use crate::vocabulary::Permission;

routes!(
    pub(crate) POSTS_OF_BLOG = "/blogs/{blog_id}/posts",
    [list_of_blog, add, read, edit, publish, remove]
);
routes!(pub(crate) POSTS = "/posts", [list, relocate]);
routes!(pub(crate) SUPPORT = "/support/posts", [inspect]);

#[derive(Serialize)]
struct PostView<'a> {
    id: i64,
    blog_id: i64,
    author_id: i64,
    editor_id: Option<i64>,
    title: &'a str,
    body: &'a str,
    published: bool,
}

impl<'a> From<&'a Post> for PostView<'a> {
    fn from(post: &'a Post) -> Self {
        Self {
            id: post.id,
            blog_id: post.blog_id,
            author_id: post.author_id,
            editor_id: post.editor_id,
            title: &post.title,
            body: &post.body,
            published: post.published,
        }
    }
}

/// What support sees: the note is why it looks.
#[derive(Serialize)]
struct ReportedPostView<'a> {
    id: i64,
    tenant_id: &'a str,
    title: &'a str,
    body: &'a str,
    moderation_note: Option<&'a str>,
}

async fn page_of(db: &Db, posts: &Listing<Post>, page: &Page) -> Result<HttpResponse, Error> {
    let posts = store::list(db, posts, page).await?;
    Ok(HttpResponse::Ok().json(posts.iter().map(PostView::from).collect::<Vec<_>>()))
}

#[authorize(READABLE_POSTS, object = Post, list)]
#[get("")]
async fn list(
    posts: Listing<Post>,
    page: web::Query<Page>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    page_of(&db, &posts, &page).await
}

/// The blog is in the path, and a parent of posts: the list is of that blog alone.
#[authorize(READABLE_POSTS, object = Post, list)]
#[get("")]
async fn list_of_blog(
    posts: Listing<Post>,
    page: web::Query<Page>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    page_of(&db, &posts, &page).await
}

#[authorize(BLOG_AUTHORS, object = Blog, id = "blog_id", action = AddPost)]
#[post("")]
async fn add(
    blog: Authorized<Blog, AddPost>,
    principal: Principal<Permission>,
    new: web::Json<NewPost>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let added = store::add(&db, blog, user_id(&principal)?, &new).await?;
    let post = added.ok_or(Rejection::Missing(OnDenied::NotFound))?;
    Ok(HttpResponse::Created().json(PostView::from(&post)))
}

#[authorize(READABLE_POSTS, object = Post)]
#[get("/{id}")]
async fn read(post: Authorized<Post, Read>) -> HttpResponse {
    HttpResponse::Ok().json(PostView::from(&*post))
}

#[owner_or_admin(Post)]
#[patch("/{id}")]
async fn edit(
    post: Authorized<Post, Update>,
    changes: web::Json<PostChanges>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    store::edit(&db, post, &changes).await??;
    Ok(HttpResponse::NoContent().finish())
}

#[authorize(
    all(permission("posts:publish"), any(owner(Post), role(Editor))),
    action = Publish
)]
#[post("/{id}/publish")]
async fn publish(
    post: Authorized<Post, Publish>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    store::publish(&db, post).await??;
    Ok(HttpResponse::NoContent().finish())
}

#[owner_or_admin(Post)]
#[delete("/{id}")]
async fn remove(post: Authorized<Post, Delete>, db: web::Data<Db>) -> Result<HttpResponse, Error> {
    store::remove(&db, post).await??;
    Ok(HttpResponse::NoContent().finish())
}

/// Touches two objects: the guard decides about the post, the handler asks about the blog.
#[owner_or_admin(Post, action = Move)]
#[post("/{id}/move")]
async fn relocate(
    post: Authorized<Post, Move>,
    principal: Principal<Permission>,
    destination: web::Json<Destination>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let blog = blogs::find(&db, destination.blog_id).await?;
    let blog = principal.authorize::<AddPost, _>(blog).await?;
    store::relocate(&db, post, &blog).await??;
    Ok(HttpResponse::NoContent().finish())
}

#[require_role(Support, object = Post, cross_tenant = "support looks at reported posts")]
#[get("/{id}")]
async fn inspect(post: Authorized<Post, Read>) -> HttpResponse {
    HttpResponse::Ok().json(ReportedPostView {
        id: post.id,
        tenant_id: &post.tenant_id,
        title: &post.title,
        body: &post.body,
        moderation_note: post.moderation_note.as_deref(),
    })
}
