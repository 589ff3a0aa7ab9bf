//! The routes of blogs.

use actix_web::{Error, HttpResponse, delete, get, patch, web};
use portcullis::resource::{Delete, Read, Update};
use portcullis::{Authorized, Listing, authorize, owner_or_admin, routes};
use serde::Serialize;

use super::model::{Blog, BlogChanges};
use super::store;
use crate::db::Db;
use crate::page::Page;

routes!(pub(crate) BLOGS = "/blogs", [list, read, edit, remove]);

#[derive(Serialize)]
struct BlogView<'a> {
    id: i64,
    owner_id: i64,
    title: &'a str,
}

impl<'a> From<&'a Blog> for BlogView<'a> {
    fn from(blog: &'a Blog) -> Self {
        Self { id: blog.id, owner_id: blog.owner_id, title: &blog.title }
    }
}

#[authorize(tenant(Blog), list)]
#[get("")]
async fn list(
    blogs: Listing<Blog>,
    page: web::Query<Page>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let blogs = store::list(&db, &blogs, &page).await?;
    Ok(HttpResponse::Ok().json(blogs.iter().map(BlogView::from).collect::<Vec<_>>()))
}

#[authorize(tenant(Blog))]
#[get("/{id}")]
async fn read(blog: Authorized<Blog, Read>) -> HttpResponse {
    HttpResponse::Ok().json(BlogView::from(&*blog))
}

#[owner_or_admin(Blog)]
#[patch("/{id}")]
async fn edit(
    blog: Authorized<Blog, Update>,
    changes: web::Json<BlogChanges>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    store::edit(&db, blog, &changes).await??;
    Ok(HttpResponse::NoContent().finish())
}

#[owner_or_admin(Blog)]
#[delete("/{id}")]
async fn remove(blog: Authorized<Blog, Delete>, db: web::Data<Db>) -> Result<HttpResponse, Error> {
    store::remove(&db, blog).await??;
    Ok(HttpResponse::NoContent().finish())
}
