//! The app: every route of the blog in one place.

use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpResponse, get, web};
use portcullis::{App, public};
use serde_json::json;

use crate::accounts::{self, Identity};
use crate::db::Db;
use crate::vocabulary::Permission;
use crate::{blogs, comments, insight, posts, users};

#[public(reason = "liveness probe")]
#[get("/health")]
async fn health() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "up"}))
}

/// The blog for everybody whom `identity` knows, with its objects in `db`.
pub fn app(
    identity: Identity,
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
    App::new(identity.security.clone())
        .app_data(web::Data::new(db))
        .app_data(web::Data::new(identity.sessions.clone()))
        .app_data(web::Data::new(identity))
        .service(health)
        .service(insight::capabilities)
        .service(insight::policy)
        .service(accounts::sign_up)
        .service(accounts::log_in)
        .service(accounts::refresh)
        .service(accounts::log_out)
        .service(accounts::begin)
        .service(accounts::end)
        .service(accounts::to_provider)
        .service(accounts::welcome)
        .service(accounts::logged_out)
        .service(accounts::SESSIONS)
        .service(accounts::API_KEYS)
        .service(posts::POSTS_OF_BLOG)
        .service(blogs::BLOGS)
        .service(comments::COMMENTS)
        .service(posts::POSTS)
        .service(posts::SUPPORT)
        .service(users::USERS)
}
