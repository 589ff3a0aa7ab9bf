//! Owners, administrators, everybody else; one load a request.

use actix_web::{HttpResponse, delete, get, patch, post, web};
use portcullis::resource::{Action, Delete, Read, Update};
use portcullis::{Authorized, authorize, owner_or_admin, policy, require_permission, require_role};

use crate::Permission;
use crate::notes::{ADMIN, ANN, BOB, CAT, Note, Notes, serve};

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn read(note: Authorized<Note, Read>, notes: web::Data<Notes>) -> HttpResponse {
    notes.act();
    HttpResponse::Ok().body(note.author.clone())
}

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn update(note: Authorized<Note, Update>, notes: web::Data<Notes>) -> HttpResponse {
    notes.act();
    HttpResponse::Ok().body(note.into_inner().author)
}

#[owner_or_admin(Note, on_denied = forbidden)]
#[delete("/notes/{id}")]
async fn remove(_: Authorized<Note, Delete>, notes: web::Data<Notes>) -> HttpResponse {
    notes.act();
    HttpResponse::NoContent().finish()
}

enum Publish {}

impl Action for Publish {
    const NAME: &'static str = "publish";
}

#[require_permission("reports:write", object = Note, action = Publish)]
#[post("/notes/{id}/publish")]
async fn publish(note: Authorized<Note, Publish>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

policy!(OWNERS: Permission = owner(Note));

#[authorize(OWNERS, object = Note, id = "note_id")]
#[get("/named/{note_id}")]
async fn named(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

/// Two attributes hold together; only one says what is loaded.
#[require_role(Editor)]
#[owner_or_admin(Note)]
#[get("/stacked/{id}")]
async fn stacked(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

/// A plain function has no method to tell the action.
#[owner_or_admin(Note, action = Update)]
async fn plain(note: Authorized<Note, Update>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

#[authorize(not(owner(Note)))]
#[get("/others/{id}")]
async fn others(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.author.clone())
}

/// The guard alone, without the object.
#[owner_or_admin(Note)]
#[get("/guarded/{id}")]
async fn guarded() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn routes(config: &mut portcullis::ServiceConfig<Permission>) {
    config.service(read).service(update).service(remove).service(publish).service(named);
    config.service(stacked).service(others).service(guarded);
    config.route("/plain/{id}", portcullis::put().to(plain));
}

#[test]
fn owners_and_administrators_may_and_nobody_else() {
    let site = serve(routes);
    // Note 1 is ann's, note 2 is bob's with ann as editor, note 3 is bob's.
    for (method, prefix, allowed, denied) in [
        ("GET", "/notes", 200, 404),
        ("HEAD", "/notes", 200, 404),
        ("PATCH", "/notes", 200, 404),
        ("DELETE", "/notes", 204, 403),
        ("GET", "/guarded", 200, 404),
        ("PUT", "/plain", 200, 404),
    ] {
        for (id, caller, may) in [
            (1, ANN, true),
            (1, BOB, false),
            (1, CAT, false),
            (1, ADMIN, true),
            (2, ANN, true),
            (2, BOB, true),
            (2, CAT, false),
            (3, ANN, false),
            (3, BOB, true),
            (3, ADMIN, true),
            (99, ANN, false),
            (99, ADMIN, false),
        ] {
            let status = site.status(method, &format!("{prefix}/{id}"), caller);
            let expected = if may { allowed } else { denied };
            assert_eq!(status, expected, "{method} {prefix}/{id} {caller:?}");
            assert_eq!(site.notes.loads(), 1, "{method} {prefix}/{id} {caller:?}");
        }
    }
    let anonymous =
        portcullis_tests::client::send(site.served.address(), "GET", "/notes/1", &[], None);
    assert_eq!((anonymous.status, site.notes.loads()), (401, 0));
}

#[test]
fn the_handler_gets_the_object() {
    let site = serve(routes);
    assert_eq!(site.ask("GET", "/notes/2", ANN).body, "bob");
    assert_eq!(site.ask("PATCH", "/notes/2", ADMIN).body, "bob");
}

#[test]
fn policies_of_every_kind_can_be_about_an_object() {
    let editor = |caller| crate::notes::Caller { role: "editor", ..caller };
    let site = serve(routes);
    for (method, path, caller, status, loads) in [
        // A permission alone, and the object: the tenant still counts.
        ("POST", "/notes/1/publish", CAT, 403, 0),
        ("POST", "/notes/1/publish", editor(CAT), 200, 1),
        ("POST", "/notes/4/publish", editor(CAT), 404, 1),
        ("POST", "/notes/9/publish", editor(CAT), 404, 1),
        ("GET", "/named/1", ANN, 200, 1),
        ("GET", "/named/1", ADMIN, 404, 1),
        // What needs no object denies before the load, with another answer.
        ("GET", "/stacked/1", ANN, 403, 0),
        ("GET", "/stacked/1", editor(ANN), 200, 1),
        ("GET", "/stacked/1", editor(BOB), 404, 1),
        ("GET", "/others/1", ANN, 404, 1),
        ("GET", "/others/1", BOB, 200, 1),
        ("GET", "/others/9", BOB, 404, 1),
        ("GET", "/others/4", BOB, 404, 1),
    ] {
        assert_eq!(site.status(method, path, caller), status, "{method} {path} {caller:?}");
        assert_eq!(site.notes.loads(), loads, "{method} {path} {caller:?}");
    }
}
