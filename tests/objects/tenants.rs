//! Nobody reaches another tenant's objects, unless the policy says so and why.

use actix_web::{HttpResponse, get};
use portcullis::resource::Read;
use portcullis::{App, Authorized, authenticated, authorize, owner_or_admin, require_role};
use portcullis_tests::tokens::security;

use crate::notes::{ADMIN, ANN, CAT, Caller, HOMELESS, Note, STRANGER, serve};

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn owned(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.tenant.clone())
}

#[authenticated(object = Note)]
#[get("/colleagues/{id}")]
async fn colleagues(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.tenant.clone())
}

#[authorize(not(tenant(Note)), cross_tenant = "a test of the negation")]
#[get("/foreign/{id}")]
async fn foreign(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.tenant.clone())
}

#[require_role(Admin, object = Note, cross_tenant = "support looks after all tenants")]
#[get("/support/{id}")]
async fn support(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.tenant.clone())
}

#[test]
fn a_tenant_is_a_wall() {
    let site = serve(|config| {
        config.service(owned).service(colleagues).service(foreign).service(support);
    });
    let foreign_ann = Caller { tenant: Some("globex"), ..ANN };
    for (path, caller, status) in [
        ("/notes/1", ADMIN, 200),
        ("/notes/1", STRANGER, 404),
        ("/notes/1", HOMELESS, 404),
        ("/notes/1", foreign_ann, 404),
        ("/notes/4", foreign_ann, 200),
        ("/notes/4", ANN, 404),
        ("/notes/4", ADMIN, 404),
        ("/colleagues/1", CAT, 200),
        ("/colleagues/4", CAT, 404),
        ("/colleagues/1", HOMELESS, 404),
        ("/foreign/1", CAT, 404),
        ("/foreign/4", CAT, 200),
        ("/support/4", ADMIN, 200),
        ("/support/1", STRANGER, 200),
        ("/support/1", HOMELESS, 200),
        ("/support/4", CAT, 403),
    ] {
        assert_eq!(site.status("GET", path, caller), status, "{path} {caller:?}");
    }
}

#[test]
fn the_wall_and_its_gates_show_in_the_inventory() {
    let app = App::new(security()).service(owned).service(support);
    let table = app.inventory().to_string();
    for policy in [
        "tenant(Note) and any(owner(Note), role(admin)) to read Note\n",
        "role(admin) to read Note (cross_tenant = \"support looks after all tenants\")\n",
    ] {
        assert!(table.contains(policy), "{policy} in\n{table}");
    }
}
