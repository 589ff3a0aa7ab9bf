//! Which object a path names: composite identifiers, parents, odd spellings, owners in the path.

use std::sync::Arc;

use actix_web::{HttpResponse, get, web};
use portcullis::resource::{Load, Read};
use portcullis::{App, Authorized, Outage, Principal, Resource, authorize, owner_or_admin};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{security, token_of};

use crate::Permission;
use crate::notes::{ADMIN, ANN, BOB, Caller, Note, Notes, Site, serve};

#[owner_or_admin(Note)]
#[get("/folders/{folder}/notes/{id}")]
async fn nested(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.id.to_string())
}

#[owner_or_admin(Note, danger_unrelated(locale, reason = "a language"))]
#[get("/{locale}/notes/{id}")]
async fn localized(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.id.to_string())
}

/// What follows the object is not around it.
#[owner_or_admin(Note)]
#[get("/notes/{id}/author/{author}")]
async fn new_author(author: web::Path<(i64, String)>) -> HttpResponse {
    HttpResponse::Ok().body(author.1.clone())
}

/// Tenant and owner in the path must agree as well.
#[owner_or_admin(Note)]
#[get("/tenants/{tenant}/authors/{author}/notes/{id}")]
async fn by_author(note: Authorized<Note, Read>) -> HttpResponse {
    HttpResponse::Ok().body(note.id.to_string())
}

#[owner_or_admin(id = "user_id")]
#[get("/users/{user_id}/settings")]
async fn settings(user: web::Path<String>) -> HttpResponse {
    HttpResponse::Ok().body(user.into_inner())
}

#[authorize(all(owner(id = "user_id"), permission("reports:read")))]
#[get("/users/{user_id}/reports")]
async fn reports() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn site() -> Site {
    serve(|config| {
        config.service(nested).service(by_author).service(settings).service(reports);
        config.service(new_author).service(localized);
    })
}

#[test]
fn the_parent_in_the_path_must_be_the_objects_own() {
    let site = site();
    for (path, caller, status) in [
        ("/folders/10/notes/1", ANN, 200),
        ("/folders/20/notes/1", ANN, 404),
        ("/folders/20/notes/1", ADMIN, 404),
        ("/folders/010/notes/1", ANN, 404),
        ("/folders/%31%30/notes/1", ANN, 200),
        ("/folders/x/notes/1", ANN, 404),
        ("/de/notes/1", ANN, 200),
        ("/notes/1/author/bob", ANN, 200),
        ("/notes/3/author/ann", ANN, 404),
        ("/tenants/acme/authors/ann/notes/1", ANN, 200),
        ("/tenants/globex/authors/ann/notes/1", ANN, 404),
        ("/tenants/acme/authors/bob/notes/1", ANN, 404),
    ] {
        assert_eq!(site.status("GET", path, caller), status, "{path} {caller:?}");
    }
}

#[test]
fn odd_spellings_of_an_identifier_name_that_object_or_none() {
    let site = site();
    for (id, status) in [
        ("1", 200),
        ("%31", 200),
        ("01", 200),
        ("x", 404),
        ("1x", 404),
        ("-1", 404),
        ("1.0", 404),
        ("%20%31", 404),
        ("9223372036854775808", 404),
        ("%2e%2e", 404),
        ("%2f", 404),
        ("%00", 404),
        ("%ff", 404),
    ] {
        assert_eq!(site.status("GET", &format!("/folders/10/notes/{id}"), ANN), status, "{id}");
    }
}

#[test]
fn the_owner_in_the_path_is_the_text_that_the_handler_reads() {
    let site = site();
    let named = |subject| Caller { subject, ..ANN };
    for (path, caller, status) in [
        ("/users/ann/settings", ANN, 200),
        ("/users/%61nn/settings", ANN, 200),
        ("/users/ann/settings", BOB, 403),
        ("/users/ANN/settings", ANN, 403),
        ("/users/nobody/settings", ADMIN, 200),
        // `web::Path` decodes what the router keeps: these two subjects are different people.
        ("/users/a%2Fb/settings", named("a/b"), 200),
        ("/users/a%2Fb/settings", named("a%2Fb"), 403),
        ("/users/a%252Fb/settings", named("a%2Fb"), 200),
        ("/users/ann/reports", ANN, 200),
        ("/users/ann/reports", BOB, 403),
        ("/users/ann/reports", ADMIN, 403),
    ] {
        assert_eq!(site.status("GET", path, caller), status, "{path} {caller:?}");
    }
    assert_eq!(site.ask("GET", "/users/a%2Fb/settings", named("a/b")).body, "a/b");
    assert_eq!(site.notes.loads(), 0);
}

#[derive(Resource, Clone)]
#[resource(id = (book, number), owner = author)]
struct Page {
    book: String,
    number: u32,
    author: u64,
}

impl Load for Page {
    type Store = Vec<Page>;

    async fn load(pages: &Self::Store, id: (String, u32)) -> Result<Option<Self>, Outage> {
        // As PostgreSQL would.
        if id.0.contains('\0') {
            return Err(Outage::of("the pages"));
        }
        Ok(pages.iter().find(|page| (&page.book, page.number) == (&id.0, id.1)).cloned())
    }
}

#[authorize(owner(Page))]
#[get("/books/{book}/pages/{number}")]
async fn read_page(page: Authorized<Page, Read>) -> HttpResponse {
    HttpResponse::Ok().body(page.number.to_string())
}

#[authorize(owner(Page), id = ["volume", "leaf"])]
#[get("/volumes/{volume}/{leaf}")]
async fn leaf(page: Authorized<Page, Read>) -> HttpResponse {
    HttpResponse::Ok().body(page.number.to_string())
}

#[test]
fn an_identifier_may_have_several_parts() {
    let pages = vec![Page { book: "b".into(), number: 7, author: 42 }];
    let pages = web::Data::from(Arc::new(pages));
    let security = security();
    let served = Served::start(move || {
        App::new(security.clone()).app_data(pages.clone()).service(read_page).service(leaf)
    });
    let ask = |path: &str, subject: &str| {
        let bearer = format!("Bearer {}", token_of(subject, None, "reader"));
        let headers = [("authorization", &*bearer)];
        portcullis_tests::client::send(served.address(), "GET", path, &headers, None).status
    };
    for (path, subject, status) in [
        ("/books/b/pages/7", "42", 200),
        ("/books/b/pages/7", "042", 404),
        ("/books/b/pages/7", "43", 404),
        ("/books/b/pages/8", "42", 404),
        ("/books/c/pages/7", "42", 404),
        ("/books/b/pages/-7", "42", 404),
        ("/books/b%00/pages/7", "42", 404),
        ("/books/%00/pages/7", "42", 404),
        ("/volumes/b/7", "42", 200),
        ("/volumes/7/b", "42", 404),
    ] {
        assert_eq!(ask(path, subject), status, "{path} {subject}");
    }
}

#[test]
fn a_subject_is_a_key_in_its_canonical_form_only() {
    let named = |subject: &str| Principal::<Permission>::builder(subject).build();
    assert_eq!(named("7").subject_as::<i64>(), Some(7));
    assert_eq!(named("ann").subject_as::<String>(), Some("ann".to_owned()));
    for subject in ["07", "+7", "ann", "", "99999999999999999999"] {
        assert_eq!(named(subject).subject_as::<i64>(), None, "{subject}");
    }
}

#[test]
fn what_is_not_compared_shows_in_the_inventory() {
    let app = App::new(security()).service(localized).service(nested);
    let inventory = app.inventory();
    let table = inventory.to_string();
    assert!(
        table.contains("to read Note (danger_unrelated(locale, reason = \"a language\"))"),
        "{table}"
    );
    let [first, second] = inventory.routes() else { panic!("{table}") };
    assert_eq!((first.escape_hatches.len(), second.escape_hatches.len()), (1, 0));
}

/// Two apps in one process keep their stores apart.
#[test]
fn two_apps_have_two_stores() {
    let (first, second) = (site(), site());
    assert_eq!(first.status("GET", "/folders/10/notes/1", ANN), 200);
    assert_eq!((first.notes.loads(), second.notes.loads()), (1, 0));
    drop::<Arc<Notes>>(Arc::clone(&second.notes));
}
