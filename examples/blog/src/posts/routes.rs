//! The routes of posts.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, delete, get, patch, post, web};
use portcullis::allowlist::{Changes, New, Page, Query, View};
use portcullis::resource::{Create, Delete, Read, Update};
use portcullis::{Authorized, Listing, OnDenied, Principal, Rejection};
use portcullis::{assert_policy, authorize, owner_or_admin, require_role, routes};

use super::fields::{NewPost, NewPostServer, PostQuery, PostUpdate, PostView, ReportedPostView};
use super::model::{Destination, Move, Post, Publish, READABLE_POSTS};
use super::store;
use crate::blogs::{self, AddPost, BLOG_AUTHORS, Blog};
use crate::db::Db;
use crate::users::user_id;
use crate::vocabulary::Permission;

routes!(
    pub(crate) POSTS_OF_BLOG = "/blogs/{blog_id}/posts",
    [list_of_blog, add, read, edit, publish, remove]
);
routes!(pub(crate) POSTS = "/posts", [list, relocate]);
routes!(pub(crate) SUPPORT = "/support/posts", [inspect]);

assert_policy!(publish: allows Editor, requires "posts:publish", requires tenant);
// It reaches across tenants, so not even administrators may.
assert_policy!(inspect: allows Support, denies Editor, denies Admin);

async fn page_of(
    db: &Db,
    posts: &Listing<Post>,
    query: Query<PostQuery>,
) -> Result<Page<PostView>, Error> {
    let rows = store::list(db, posts, &query).await?;
    Ok(query.page(rows))
}

#[authorize(READABLE_POSTS, object = Post, list)]
#[get("")]
async fn list(
    posts: Listing<Post>,
    query: Query<PostQuery>,
    db: web::Data<Db>,
) -> Result<Page<PostView>, Error> {
    page_of(&db, &posts, query).await
}

/// The blog is in the path, and a parent of posts: the list is of that blog alone.
#[authorize(READABLE_POSTS, object = Post, list)]
#[get("")]
async fn list_of_blog(
    posts: Listing<Post>,
    query: Query<PostQuery>,
    db: web::Data<Db>,
) -> Result<Page<PostView>, Error> {
    page_of(&db, &posts, query).await
}

#[authorize(BLOG_AUTHORS, object = Blog, id = "blog_id", action = AddPost)]
#[post("")]
async fn add(
    blog: Authorized<Blog, AddPost>,
    principal: Principal<Permission>,
    new: New<NewPost>,
    db: web::Data<Db>,
) -> Result<View<PostView>, Error> {
    let draft = new.into_entity(NewPostServer {
        tenant_id: blog.tenant_id.clone(),
        blog_id: blog.id,
        author_id: user_id(&principal)?,
    });
    let post = principal.authorize::<Create, _>(draft).await?;
    let added = store::add(&db, blog, post).await?;
    let post = added.ok_or(Rejection::Missing(OnDenied::NotFound))?;
    Ok(View::of(post).status(StatusCode::CREATED))
}

#[authorize(READABLE_POSTS, object = Post)]
#[get("/{id}")]
async fn read(post: Authorized<Post, Read>) -> View<PostView> {
    View::of(post)
}

#[owner_or_admin(Post)]
#[patch("/{id}")]
async fn edit(
    post: Authorized<Post, Update>,
    changes: Changes<PostUpdate>,
    db: web::Data<Db>,
) -> Result<View<PostView>, Error> {
    Ok(View::of(store::edit(&db, post, changes).await??))
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
async fn inspect(post: Authorized<Post, Read>) -> View<ReportedPostView> {
    View::of(post)
}
