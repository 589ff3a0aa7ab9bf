//! Sessions of browsers, and the list of one's logins of either kind: to see them and to end them.

use actix_web::{Error, HttpRequest, HttpResponse, delete, get, post, web};
use portcullis::authn::session::{Login, SameOrigin, SessionError, SessionInfo, clear_site_data};
use portcullis::store::FamilyRecord;
use portcullis::{OnDenied, Principal, Rejection, authorize, public, routes};
use serde::Serialize;
use serde_json::json;

use super::identity::Identity;
use super::logins::{Claimed, prove};
use super::policies::{IN_A_BROWSER, INTERACTIVE};
use super::wire::{label, name, seconds};
use crate::db::Db;
use crate::vocabulary::Permission;

routes!(pub(crate) SESSIONS = "/sessions", [list, end_one, end_others]);

/// A login as its owner sees it. The handle is what it is ended by, and opens nothing.
#[derive(Serialize)]
struct LoginView {
    handle: String,
    kind: &'static str,
    label: Option<String>,
    methods: Vec<String>,
    created_at: u64,
    expires_at: u64,
    is_current: bool,
}

impl From<SessionInfo> for LoginView {
    fn from(session: SessionInfo) -> Self {
        Self {
            handle: session.handle,
            kind: "session",
            label: session.label,
            methods: session.methods,
            created_at: seconds(session.created_at),
            expires_at: seconds(session.expires_at),
            is_current: session.is_current,
        }
    }
}

impl LoginView {
    fn of_family(family: FamilyRecord, current: Option<&str>) -> Self {
        Self {
            is_current: current == Some(family.id.as_str()),
            handle: family.id,
            kind: "tokens",
            label: family.label,
            methods: family.methods,
            created_at: seconds(family.created_at),
            expires_at: seconds(family.expires_at),
        }
    }
}

/// For browsers: the session is in a cookie that no script reads.
#[public(reason = "where sessions begin")]
#[post("/session")]
pub(crate) async fn begin(
    _: SameOrigin<Permission>,
    request: HttpRequest,
    claimed: web::Json<Claimed>,
    identity: web::Data<Identity>,
    db: web::Data<Db>,
) -> Result<HttpResponse, Error> {
    let subject = prove(&identity, &db, &claimed, &request).await?;
    let login = Login::of(subject).method("pwd").label(label(&request));
    let started = identity.sessions.start(login, &request).await?;
    let mut answer = HttpResponse::NoContent().finish();
    started.cookie().put_on(&mut answer);
    Ok(answer)
}

#[authorize(IN_A_BROWSER)]
#[delete("/session")]
pub(crate) async fn end(
    request: HttpRequest,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, SessionError> {
    let removal = identity.sessions.end(&request).await?;
    let mut answer = HttpResponse::NoContent().insert_header(clear_site_data()).finish();
    removal.put_on(&mut answer);
    Ok(answer)
}

#[authorize(INTERACTIVE)]
#[get("")]
async fn list(
    caller: Principal<Permission>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Error> {
    let (subject, current) = (caller.subject(), caller.credential().session());
    let sessions = identity.sessions.list(subject, current).await?.into_iter();
    let families = identity.tokens.list(subject).await?.into_iter();
    let families = families.map(|family| LoginView::of_family(family, current));
    let logins: Vec<_> = sessions.map(LoginView::from).chain(families).collect();
    Ok(HttpResponse::Ok().json(json!({"items": logins})))
}

/// One's own: what somebody else's is called is as good as nothing.
#[authorize(INTERACTIVE)]
#[delete("/{handle}")]
async fn end_one(
    handle: web::Path<String>,
    caller: Principal<Permission>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Error> {
    let (subject, handle) = (caller.subject(), name(&handle)?);
    let was_there = identity.sessions.end_one(subject, handle).await?
        || identity.tokens.end_family(subject, handle).await?;
    if !was_there {
        return Err(Rejection::Missing(OnDenied::NotFound).into());
    }
    Ok(HttpResponse::NoContent().finish())
}

/// All but the one that asks.
#[authorize(INTERACTIVE)]
#[delete("")]
async fn end_others(
    caller: Principal<Permission>,
    identity: web::Data<Identity>,
) -> Result<HttpResponse, Error> {
    let (subject, current) = (caller.subject(), caller.credential().session());
    identity.sessions.end_all(subject, current).await?;
    for family in identity.tokens.list(subject).await? {
        if current != Some(family.id.as_str()) {
            identity.tokens.end_family(subject, &family.id).await?;
        }
    }
    Ok(HttpResponse::NoContent().finish())
}
