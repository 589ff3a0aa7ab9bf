//! Lists: the same rule as for one object, as a condition on all of them.

use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::{HttpResponse, get, web};
use portcullis::{
    Decision, Environment, Listing, Principal, authorize, owner_or_admin, require_permission,
};

use crate::Permission;
use crate::notes::{ADMIN, ANN, BOB, CAT, Caller, HOMELESS, Note, Notes, STRANGER, serve};

async fn answer(listing: &Listing<Note>, notes: &Notes) -> HttpResponse {
    let mut ids = Vec::new();
    for note in &notes.rows {
        match listing.permits(note).await {
            Decision::Allow => ids.push(note.id.to_string()),
            Decision::Deny(_) => {}
            Decision::Unavailable(_) => ids.push("?".to_owned()),
        }
    }
    HttpResponse::Ok().body(ids.join(" "))
}

#[owner_or_admin(Note, list)]
#[get("/owned")]
async fn owned(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[authorize(tenant(Note), list)]
#[get("/tenant")]
async fn tenant(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[authorize(any(owner(Note), role(Admin)), list, cross_tenant = "a test")]
#[get("/everywhere")]
async fn everywhere(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[authorize(not(owner(Note)), list)]
#[get("/others")]
async fn others(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[require_permission("reports:write", object = Note, list)]
#[get("/permitted")]
async fn permitted(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[owner_or_admin(Note, list)]
#[get("/folders/{folder}/notes")]
async fn nested(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[authorize(tenant(Note), list)]
#[get("/tenants/{tenant}/authors/{author}/notes")]
async fn of_author(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[test]
fn a_list_is_of_the_parents_in_its_path() {
    let site = serve(|config| {
        config.service(nested).service(of_author);
    });
    for (path, caller, ids) in [
        ("/folders/10/notes", ANN, "1 2"),
        ("/folders/20/notes", ANN, ""),
        ("/folders/20/notes", BOB, "3"),
        ("/folders/10/notes", ADMIN, "1 2"),
        ("/folders/30/notes", ADMIN, ""),
        ("/folders/30/notes", STRANGER, "4"),
        ("/folders/010/notes", ADMIN, ""),
        ("/folders/x/notes", ADMIN, ""),
        ("/folders/%31%30/notes", ADMIN, "1 2"),
        ("/tenants/acme/authors/bob/notes", CAT, "2 3"),
        ("/tenants/acme/authors/ann/notes", CAT, "1"),
        ("/tenants/globex/authors/ann/notes", CAT, ""),
    ] {
        let reply = site.ask("GET", path, caller);
        assert_eq!((reply.status, &*reply.body), (200, ids), "{path} {caller:?}");
    }
}

async fn in_even_folder(_: &Principal<Permission>, note: &Note) -> Decision {
    Decision::allow_if(note.folder % 20 == 0, "an odd folder")
}

#[authorize(any(owner(Note), check(Note, in_even_folder, sql = "{self}.folder % 20 = 0")), list)]
#[get("/related")]
async fn related(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

static OPEN: AtomicBool = AtomicBool::new(true);

async fn is_open(principal: &Principal<Permission>, _: Environment<'_>) -> Decision {
    if principal.subject() == "bob" {
        return Decision::unavailable("the clock");
    }
    Decision::allow_if(OPEN.load(Ordering::SeqCst), "closed")
}

#[authorize(any(owner(Note), check(is_open)), list)]
#[get("/hours")]
async fn hours(listing: Listing<Note>, notes: web::Data<Notes>) -> HttpResponse {
    answer(&listing, &notes).await
}

#[test]
fn a_list_is_what_the_rule_allows_one_by_one() {
    let site = serve(|config| {
        config.service(owned).service(tenant).service(everywhere).service(others);
        config.service(permitted).service(related).service(hours);
    });
    let editor = Caller { role: "editor", ..CAT };
    for (path, caller, status, ids) in [
        ("/owned", ANN, 200, "1 2"),
        ("/owned", BOB, 200, "2 3"),
        ("/owned", CAT, 200, ""),
        ("/owned", ADMIN, 200, "1 2 3"),
        ("/owned", STRANGER, 200, "4"),
        ("/owned", HOMELESS, 200, ""),
        ("/tenant", CAT, 200, "1 2 3"),
        ("/tenant", STRANGER, 200, "4"),
        ("/everywhere", ANN, 200, "1 2 4"),
        ("/everywhere", ADMIN, 200, "1 2 3 4"),
        ("/others", ANN, 200, "3"),
        ("/permitted", editor, 200, "1 2 3"),
        ("/related", ANN, 200, "1 2 3"),
        ("/related", CAT, 200, "3"),
        ("/hours", CAT, 200, "1 2 3"),
    ] {
        let reply = site.ask("GET", path, caller);
        assert_eq!((reply.status, &*reply.body), (status, ids), "{path} {caller:?}");
    }
    // Nothing that a list could hold: the function level denies, and says so.
    assert_eq!(site.status("GET", "/permitted", CAT), 403);
    assert_eq!(site.status("GET", "/hours", BOB), 503);
    OPEN.store(false, Ordering::SeqCst);
    assert_eq!(site.ask("GET", "/hours", ANN).body, "1 2");
    assert_eq!(site.notes.loads(), 0, "a list loads nothing through the guard");
}
