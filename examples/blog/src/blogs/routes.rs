//! The routes of blogs.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, delete, get, patch, post, web};
use portcullis::allowlist::{Changes, New, Page, Query, View};
use portcullis::resource::{Create, Delete, Read, Update};
use portcullis::{
    Authorized, Listing, Principal, authenticated, authorize, owner_or_admin, routes,
};

use super::fields::{BlogQuery, BlogUpdate, BlogView, NewBlog, NewBlogServer};
use super::model::Blog;
use super::store;
use crate::db::Db;
use crate::users::{tenant_of, user_id};
use crate::vocabulary::Permission;

routes!(pub(crate) BLOGS = "/blogs", [list, add, read, edit, remove]);

#[authorize(tenant(Blog), list)]
#[get("")]
async fn list(
    blogs: Listing<Blog>,
    query: Query<BlogQuery>,
    db: web::Data<Db>,
) -> Result<Page<BlogView>, Error> {
    let rows = store::list(&db, &blogs, &query).await?;
    Ok(query.page(rows))
}

#[authenticated]
#[post("")]
async fn add(
    new: New<NewBlog>,
    principal: Principal<Permission>,
    db: web::Data<Db>,
) -> Result<View<BlogView>, Error> {
    let draft = new.into_entity(NewBlogServer {
        tenant_id: tenant_of(&principal)?,
        owner_id: user_id(&principal)?,
    });
    let blog = principal.authorize::<Create, _>(draft).await?;
    Ok(View::of(store::add(&db, blog).await?).status(StatusCode::CREATED))
}

#[authorize(tenant(Blog))]
#[get("/{id}")]
async fn read(blog: Authorized<Blog, Read>) -> View<BlogView> {
    View::of(blog)
}

#[owner_or_admin(Blog)]
#[patch("/{id}")]
async fn edit(
    blog: Authorized<Blog, Update>,
    changes: Changes<BlogUpdate>,
    db: web::Data<Db>,
) -> Result<View<BlogView>, Error> {
    Ok(View::of(store::edit(&db, blog, changes).await??))
}

#[owner_or_admin(Blog)]
#[delete("/{id}")]
async fn remove(blog: Authorized<Blog, Delete>, db: web::Data<Db>) -> Result<HttpResponse, Error> {
    store::remove(&db, blog).await??;
    Ok(HttpResponse::NoContent().finish())
}
