//! The app: every route of the blog in one place.

use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpResponse, get, web};
use portcullis::{App, Security, public};
use serde_json::json;

use crate::db::Db;
use crate::vocabulary::Permission;
use crate::{blogs, comments, insight, posts, users};

#[public(reason = "liveness probe")]
#[get("/health")]
async fn health() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "up"}))
}

/// The blog under `security`, with its objects in `db`.
pub fn app(
    security: Security<Permission>,
    db: Db,
) -> App<
    Permission,
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse,
        Error = Error,
        InitError = (),
    >,
> {
    // A table takes every request below its prefix, so the longer prefix is registered first; in
    // the other order the app refuses to start.
    App::new(security)
        .app_data(web::Data::new(db))
        .service(health)
        .service(insight::capabilities)
        .service(insight::policy)
        .service(posts::POSTS_OF_BLOG)
        .service(blogs::BLOGS)
        .service(comments::COMMENTS)
        .service(posts::POSTS)
        .service(posts::SUPPORT)
        .service(users::USERS)
}
