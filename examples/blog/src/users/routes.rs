//! The routes of users.

use actix_web::{Error, HttpResponse, delete, get, web};
use portcullis::resource::{Delete, Read};
use portcullis::{Authorized, Listing, OnDenied, Principal, Rejection};
use portcullis::{authorize, owner_or_admin, require_role, routes};
use serde::Serialize;
use serde_json::json;

use super::model::User;
use super::store;
use crate::db::Db;
use crate::page::Page;
use crate::vocabulary::Permission;

routes!(pub(crate) USERS = "/users", [list, read, remove, settings]);

#[derive(Serialize)]
struct UserView<'a> {
    id: i64,
    name: &'a str,
    email: &'a str,
    role: &'a str,
    is_banned: bool,
}

impl<'a> From<&'a User> for UserView<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            id: user.id,
            name: &user.name,
            email: &user.email,
            role: &user.role,
            is_banned: user.is_banned,
        }
    }
}

#[authorize(permission("users:list"), object = User, list)]
#[get("")]
async fn list(
    users: Listing<User>,
    page: web::Query<Page>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let users = store::list(&db, &users, &page).await?;
    Ok(HttpResponse::Ok().json(users.iter().map(UserView::from).collect::<Vec<_>>()))
}

#[owner_or_admin(User)]
#[get("/{id}")]
async fn read(user: Authorized<User, Read>) -> HttpResponse {
    HttpResponse::Ok().json(UserView::from(&*user))
}

#[require_role(Admin, object = User)]
#[delete("/{id}")]
async fn remove(user: Authorized<User, Delete>, db: web::Data<Db>) -> Result<HttpResponse, Error> {
    store::remove(&db, user).await??;
    Ok(HttpResponse::NoContent().finish())
}

/// The path itself names the owner, so that nothing is loaded before the decision.
#[owner_or_admin(id = "user_id")]
#[get("/{user_id}/settings")]
async fn settings(
    user_id: web::Path<i64>,
    principal: Principal<Permission>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let found = store::weekly_digest(&db, *user_id, principal.tenant()).await?;
    let weekly_digest = found.ok_or(Rejection::Missing(OnDenied::NotFound))?;
    Ok(HttpResponse::Ok().json(json!({"weekly_digest": weekly_digest})))
}
