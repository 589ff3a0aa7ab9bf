//! API keys: credentials of programs, each with a part of what its owner may do.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::{Error, HttpResponse, delete, get, post, web};
use portcullis::authn::api_key::{ApiKeyError, Created, ExposeSecret as _, NewKey};
use portcullis::store::ApiKeyRecord;
use portcullis::{Permissions as _, Principal, Problem, assert_policy, authorize, routes};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::identity::Identity;
use super::policies::INTERACTIVE;
use super::wire::{invalid, name, seconds};
use crate::vocabulary::Permission;

routes!(pub(crate) API_KEYS = "/api-keys", [list, create, rotate, revoke]);

// Whoever finds an open browser makes nothing that outlasts it.
assert_policy!(create: requires fresh(minutes = 15));
assert_policy!(rotate: requires fresh(minutes = 15));

/// A key that is asked for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    name: String,
    permissions: Vec<String>,
    expires_in_days: Option<u32>,
}

/// A key as its owner sees it: the key itself is nowhere any more.
#[derive(Serialize)]
struct KeyView {
    id: String,
    name: String,
    permissions: Vec<String>,
    created_at: u64,
    expires_at: Option<u64>,
    revoked_at: Option<u64>,
    last_used_at: Option<u64>,
    uses: u64,
}

impl From<ApiKeyRecord> for KeyView {
    fn from(key: ApiKeyRecord) -> Self {
        Self {
            id: key.id,
            name: key.name,
            permissions: key.permissions,
            created_at: seconds(key.created_at),
            expires_at: key.expires_at.map(seconds),
            revoked_at: key.revoked_at.map(seconds),
            last_used_at: key.last_used_at.map(seconds),
            uses: key.uses,
        }
    }
}

#[authorize(INTERACTIVE)]
#[get("")]
async fn list(
    caller: Principal<Permission>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, ApiKeyError> {
    let keys = identity.keys.list(caller.subject()).await?;
    let keys: Vec<_> = keys.into_iter().map(KeyView::from).collect();
    Ok(HttpResponse::Ok().json(json!({"items": keys})))
}

#[authorize(all(INTERACTIVE, fresh(minutes = 15)))]
#[post("")]
async fn create(
    wanted: web::Json<Wanted>,
    caller: Principal<Permission>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Error> {
    let wanted = wanted.into_inner();
    let mut key = NewKey::named(wanted.name).permissions(permissions(&wanted.permissions)?);
    if let Some(days) = wanted.expires_in_days {
        key = key.expires_in(Duration::from_hours(24 * u64::from(days)));
    }
    Ok(shown_once(identity.keys.create(&caller, key).await?))
}

/// The old key is good for a day more, so that programs can be given the new one.
#[authorize(all(INTERACTIVE, fresh(minutes = 15)))]
#[post("/{id}/rotate")]
async fn rotate(
    id: web::Path<String>,
    caller: Principal<Permission>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Error> {
    Ok(shown_once(identity.keys.rotate(&caller, name(&id)?, None).await?))
}

#[authorize(INTERACTIVE)]
#[delete("/{id}")]
async fn revoke(
    id: web::Path<String>,
    caller: Principal<Permission>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Error> {
    identity.keys.revoke(caller.subject(), name(&id)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The permissions with these names. A name that is none is not passed over in silence.
fn permissions(names: &[String]) -> Result<Vec<Permission>, Problem> {
    let find = |wanted: &String| {
        let mut known = Permission::NAMES.iter().zip(Permission::VARIANTS);
        known.find_map(|(name, permission)| (name == wanted).then_some(*permission))
    };
    let found: Vec<_> = names.iter().map(find).collect();
    let unknown = found.iter().enumerate().filter(|(_, found)| found.is_none());
    let problems: Vec<_> = unknown
        .map(|(at, _)| invalid(format!("/permissions/{at}"), "there is no such permission"))
        .collect();
    if problems.is_empty() {
        Ok(found.into_iter().flatten().collect())
    } else {
        Err(Problem::InvalidFields(problems))
    }
}

fn shown_once(created: Created) -> HttpResponse {
    let key = json!({"key": created.key.expose_secret(), "about": KeyView::from(created.record)});
    let no_store = (CACHE_CONTROL, HeaderValue::from_static("no-store"));
    HttpResponse::Created().insert_header(no_store).json(key)
}
