//! The app of the tests: notes, with a route of every kind.

use std::sync::{Arc, Mutex};

use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::DefaultHeaders;
use actix_web::{Error, HttpResponse, delete, get, patch, post, web};
use portcullis::allowlist::{Changes, View, Visible};
use portcullis::audit::{Audit, AuditEvent};
use portcullis::inventory::{Capabilities, Inventory};
use portcullis::resource::{Delete, Load, Read, Update};
use portcullis::{
    App, Authorized, Decision, Listing, Outage, Policy, PolicyFor, Principal, Rejection, Resource,
    SafeResponse, SafeUpdate, Security, authenticated, authorize, owner_or_admin, policy, public,
    require_permission, require_role, scope,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{jwt, token_of};

use crate::Permission;

#[derive(Resource, Clone)]
#[resource(owner = author, tenant = team, table = "notes")]
pub(crate) struct Note {
    pub(crate) id: u32,
    pub(crate) author: String,
    pub(crate) team: String,
    pub(crate) text: String,
    #[resource(class = "pii")]
    pub(crate) phone: String,
    #[resource(sensitive)]
    #[allow(dead_code, reason = "nobody may read or write it")]
    pub(crate) secret: String,
}

pub(crate) struct Notes;

impl Load for Note {
    type Store = Notes;

    async fn load(_: &Notes, id: u32) -> Result<Option<Self>, Outage> {
        let of = |author: &str, team: &str| Self {
            id,
            author: author.into(),
            team: team.into(),
            text: "text".into(),
            phone: "1".into(),
            secret: "2".into(),
        };
        Ok(match id {
            1 => Some(of("ann", "red")),
            2 => Some(of("bob", "blue")),
            _ => None,
        })
    }
}

#[derive(SafeResponse)]
#[safe_response(of = Note, hide(team, secret))]
pub(crate) struct NoteView {
    id: u32,
    author: String,
    text: String,
    #[safe_response(any(owner, role(Admin)))]
    phone: Visible<String>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, author, team, secret))]
pub(crate) struct NoteUpdate {
    text: Option<String>,
    #[safe_update(role(Editor))]
    phone: Option<String>,
}

policy!(pub(crate) EDITORS: Permission = role(Editor));
policy!(AUTHORS: Permission = owner(Note));

/// What a handler asks about beside its guard.
impl PolicyFor<Read> for Note {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = AUTHORS;
}

async fn is_calm(_: &Principal<Permission>, note: &Note) -> Decision {
    Decision::allow_if(note.text.is_empty(), "the note is loud")
}

#[public(reason = "liveness probe")]
#[get("/health")]
pub(crate) async fn health() -> &'static str {
    "up"
}

#[authenticated]
#[get("/me")]
pub(crate) async fn me(principal: Principal<Permission>) -> String {
    principal.subject().to_owned()
}

#[require_permission("reports:write")]
#[post("/reports")]
pub(crate) async fn write_report(_: web::Json<String>) -> HttpResponse {
    HttpResponse::Created().finish()
}

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
pub(crate) async fn read_note(note: Authorized<Note, Read>) -> View<NoteView> {
    View::of(note)
}

#[authorize(any(owner(Note), all(role(Editor), check(Note, is_calm))))]
#[patch("/notes/{id}")]
pub(crate) async fn edit_note(
    note: Authorized<Note, Update>,
    changes: Changes<NoteUpdate>,
) -> View<NoteView> {
    let mut note = note.into_inner();
    changes.apply(&mut note);
    View::of(note)
}

#[require_role(
    Admin,
    object = Note,
    cross_tenant = "the admins of a team are those of all",
    on_denied = forbidden
)]
#[delete("/notes/{id}")]
pub(crate) async fn delete_note(note: Authorized<Note, Delete>) -> HttpResponse {
    drop(note);
    HttpResponse::NoContent().finish()
}

#[authorize(any(owner(Note), role(Admin)), list)]
#[get("/notes")]
pub(crate) async fn list_notes(notes: Listing<Note>) -> HttpResponse {
    drop(notes);
    HttpResponse::Ok().finish()
}

/// Decides about an object itself.
#[authenticated]
#[get("/own/{id}")]
pub(crate) async fn own_note(
    id: web::Path<u32>,
    principal: Principal<Permission>,
    store: web::Data<Notes>,
) -> Result<HttpResponse, Error> {
    let note = Note::load(&store, *id).await.map_err(Rejection::Unavailable)?;
    drop(principal.authorize::<Read, _>(note).await?);
    Ok(HttpResponse::Ok().finish())
}

#[authorize(any(owner(id = "name"), role(Admin)))]
#[get("/members/{name}")]
pub(crate) async fn member() -> &'static str {
    "member"
}

#[public(reason = "the scope decides")]
#[get("/inside")]
pub(crate) async fn inside() -> &'static str {
    "inside"
}

#[authenticated]
#[get("/capabilities")]
pub(crate) async fn capabilities(app: Inventory, caller: Principal<Permission>) -> Capabilities {
    app.capabilities(&caller)
}

pub(crate) fn app(
    security: Security<Permission>,
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
    App::new(security)
        .app_data(web::Data::new(Notes))
        .service(health)
        .service(me)
        .service(write_report)
        .service(read_note)
        .service(edit_note)
        .service(delete_note)
        .service(list_notes)
        .service(own_note)
        .service(member)
        .service(capabilities)
        .service(scope("/editors").authorize(EDITORS).wrap(DefaultHeaders::new()).service(inside))
}

/// The served app, and what its audit trail holds.
pub(crate) struct Site {
    served: Served,
    events: Arc<Mutex<Vec<AuditEvent>>>,
}

impl Site {
    pub(crate) fn start() -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let trail = Arc::clone(&events);
        let audit = Audit::to(move |event| trail.lock().unwrap().push(event.clone()));
        let security = Security::builder().authenticator(jwt()).audit(audit).build().unwrap();
        Self { served: Served::start(move || app(security.clone())), events }
    }

    /// Somebody with a role, of the team `red`.
    pub(crate) fn ask(&self, method: &str, path: &str, subject: &str, role: &str) -> Reply {
        self.send(method, path, subject, role, None)
    }

    /// The same with a body of JSON.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        subject: &str,
        role: &str,
        body: Option<&str>,
    ) -> Reply {
        let token = token_of(subject, Some("red"), role);
        let authorization = format!("Bearer {token}");
        let json = ("Content-Type", "application/json");
        let headers = [("Authorization", authorization.as_str()), json];
        send(self.served.address(), method, path, &headers, body)
    }

    /// What was recorded since it was last asked.
    pub(crate) fn events(&self) -> Vec<AuditEvent> {
        std::mem::take(&mut self.events.lock().unwrap())
    }
}
