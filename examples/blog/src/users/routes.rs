//! The routes of users.

use actix_web::http::StatusCode;
use actix_web::{Error, HttpResponse, delete, get, patch, post, web};
use portcullis::allowlist::{Changes, New, Page, Query, View};
use portcullis::resource::{Create, Delete, Read, Update};
use portcullis::{Authorized, Listing, OnDenied, Principal, Rejection};
use portcullis::{assert_policy, authorize, owner_or_admin, require_role, routes};
use serde_json::json;

use super::fields::{NewUser, NewUserServer, UserQuery, UserUpdate, UserView};
use super::model::{User, tenant_of};
use super::store;
use crate::accounts::Identity;
use crate::db::Db;
use crate::vocabulary::Permission;

routes!(pub(crate) USERS = "/users", [list, add, read, edit, remove, settings]);

assert_policy!(remove: denies Editor, allows Admin, requires tenant);

#[authorize(permission("users:list"), object = User, list)]
#[get("")]
async fn list(
    users: Listing<User>,
    query: Query<UserQuery>,
    db: web::Data<Db>,
) -> Result<Page<UserView>, Error> {
    let rows = store::list(&db, &users, &query).await?;
    Ok(query.page(rows))
}

#[require_role(Admin)]
#[post("")]
async fn add(
    new: New<NewUser>,
    principal: Principal<Permission>,
    db: web::Data<Db>,
) -> Result<View<UserView>, Error> {
    let draft = new.into_entity(NewUserServer {
        tenant_id: tenant_of(&principal)?,
        password_hash: "opens to nothing".to_owned(),
    });
    let user = principal.authorize::<Create, _>(draft).await?;
    Ok(View::of(store::add(&db, user).await?).status(StatusCode::CREATED))
}

#[authorize(tenant(User))]
#[get("/{id}")]
async fn read(user: Authorized<User, Read>) -> View<UserView> {
    View::of(user)
}

#[owner_or_admin(User)]
#[patch("/{id}")]
async fn edit(
    user: Authorized<User, Update>,
    changes: Changes<UserUpdate>,
    db: web::Data<Db>,
) -> Result<View<UserView>, Error> {
    Ok(View::of(store::edit(&db, user, changes).await??))
}

#[require_role(Admin, object = User)]
#[delete("/{id}")]
async fn remove(
    user: Authorized<User, Delete>,
    identity: web::Data<Identity>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let removed = store::remove(&db, user).await??;
    identity.end_all_of(&removed.id.to_string()).await?;
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
