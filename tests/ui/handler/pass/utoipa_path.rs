//! `#[utoipa::path]` and a policy on one handler, in both orders, and both documents in one.
include!("../../vocabulary.rs");
include!("../../notes.rs");

use actix_web::{HttpResponse, get, patch};
use portcullis::allowlist::{Changes, View};
use portcullis::resource::Update;
use portcullis::{Authorized, SafeResponse, SafeUpdate};
use utoipa::OpenApi as _;

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
struct NoteUpdate {
    author: Option<String>,
}

#[derive(SafeResponse, utoipa::ToSchema)]
#[safe_response(of = Note, hide(tenant, folder, author))]
struct NoteView {
    id: i64,
}

/// Documented first.
#[utoipa::path(responses((status = 200, body = NoteView)), params(("id" = i64, Path)))]
#[portcullis::owner_or_admin(Note)]
#[patch("/above/{id}")]
async fn above(note: Authorized<Note, Update>, _: Changes<NoteUpdate>) -> View<NoteView> {
    View::of(note)
}

/// Guarded first.
#[portcullis::authenticated]
#[utoipa::path(responses((status = 200, description = "fine")))]
#[get("/below")]
async fn below() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[portcullis::authenticated]
#[utoipa::path(get, path = "/plain", responses((status = 200, description = "fine")))]
async fn plain() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[derive(utoipa::OpenApi)]
#[openapi(paths(above, below, plain))]
struct Documented;

fn app(security: portcullis::Security<Permission>) -> utoipa::openapi::OpenApi {
    let app = portcullis::App::new(security)
        .service(above)
        .service(below)
        .route("/plain", portcullis::get().to(plain));
    let mut document = app.inventory().openapi("Notes", "1.0.0");
    document.merge(Documented::openapi());
    document
}

fn main() {
    let document = Documented::openapi();
    let paths: Vec<_> = document.paths.paths.keys().map(String::as_str).collect();
    assert_eq!(paths, ["/above/{id}", "/below", "/plain"]);
    let _ = app;
}
