//! A second object in one request, authorized inside the handler.

use actix_web::{HttpResponse, post, web};
use portcullis::resource::{Action, Load as _, Update};
use portcullis::{
    Authorized, OnDenied, Policy, PolicyFor, Principal, authenticated, owner_or_admin, policy,
};

use crate::Permission;
use crate::notes::{ADMIN, ANN, BOB, CAT, Mood, Note, Notes, STRANGER, serve};

policy!(OWNERS: Permission = any(owner(Note), role(Admin)));

impl PolicyFor<Update> for Note {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = OWNERS;
}

enum Inspect {}

impl Action for Inspect {
    const NAME: &'static str = "inspect";
}

impl PolicyFor<Inspect> for Note {
    type Vocabulary = Permission;
    const POLICY: &'static Policy<Permission> = OWNERS;
    const CROSS_TENANT: Option<&'static str> = Some("a test");
    const ON_DENIED: OnDenied = OnDenied::Forbidden;
}

/// Takes the first note from the guard, and asks about the second.
#[owner_or_admin(Note, action = Update)]
#[post("/notes/{id}/merge/{other}")]
async fn merge(
    first: Authorized<Note, Update>,
    path: web::Path<(i64, i64)>,
    principal: Principal<Permission>,
    notes: web::Data<Notes>,
) -> Result<HttpResponse, actix_web::Error> {
    let second = Note::load(&notes, path.1).await?;
    let second = principal.authorize::<Update, _>(second).await?;
    combine(&notes, &first, &second);
    Ok(HttpResponse::Ok().finish())
}

fn combine(notes: &Notes, _: &Authorized<Note, Update>, _: &Authorized<Note, Update>) {
    notes.act();
}

#[authenticated]
#[post("/inspect/{id}")]
async fn inspect(
    id: web::Path<i64>,
    principal: Principal<Permission>,
    notes: web::Data<Notes>,
) -> Result<HttpResponse, actix_web::Error> {
    let note = Note::load(&notes, *id).await?;
    let note: Authorized<Note, Inspect> = principal.authorize(note).await?;
    Ok(HttpResponse::Ok().body(note.tenant.clone()))
}

#[test]
fn both_objects_are_decided() {
    let site = serve(|config| {
        config.service(merge).service(inspect);
    });
    for (path, caller, status, effects) in [
        ("/notes/1/merge/2", ANN, 200, 1),
        ("/notes/1/merge/3", ANN, 404, 0),
        ("/notes/3/merge/1", ANN, 404, 0),
        ("/notes/1/merge/4", ANN, 404, 0),
        ("/notes/1/merge/99", ANN, 404, 0),
        ("/notes/3/merge/2", BOB, 200, 1),
        ("/notes/1/merge/3", ADMIN, 200, 1),
        ("/notes/1/merge/4", ADMIN, 404, 0),
        ("/notes/1/merge/2", CAT, 404, 0),
        ("/inspect/4", ADMIN, 200, 0),
        ("/inspect/1", STRANGER, 200, 0),
        ("/inspect/1", CAT, 403, 0),
        ("/inspect/99", CAT, 403, 0),
    ] {
        let reply = site.ask("POST", path, caller);
        assert_eq!((reply.status, site.notes.effects()), (status, effects), "{path} {caller:?}");
    }
    // The answer about the second object is that of a guard, to the byte.
    let (second, first) =
        (site.ask("POST", "/notes/1/merge/3", ANN), site.ask("POST", "/notes/3/merge/1", ANN));
    assert!(second.is_problem_document());
    assert_eq!(second.body, first.body);

    *site.notes.mood.lock().unwrap() = Mood::Down;
    assert_eq!(site.ask("POST", "/inspect/1", ADMIN).status, 503);
}
