//! What keeps an app with object routes from starting.

use actix_web::web::Data;
use actix_web::{HttpResponse, HttpServer, get};
use portcullis::{App, Defect, owner_or_admin, policy, resource, scope};
use portcullis_tests::tokens::security;

use crate::Permission;
use crate::notes::{Note, Notes};

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn note() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[owner_or_admin(Note)]
#[get("/notes/{note_id}/text")]
async fn misnamed() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[owner_or_admin(Note)]
#[get("/boxes/{shelf}/notes/{id}")]
async fn unchecked() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[owner_or_admin(id = "user")]
#[get("/users/{id}")]
async fn user() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[owner_or_admin(Note, action = Read)]
async fn plain() -> HttpResponse {
    HttpResponse::Ok().finish()
}

use portcullis::resource::Read;

fn notes() -> Data<Notes> {
    Data::from(Notes::new())
}

#[test]
fn a_missing_store_is_named_with_its_route() {
    let defects = App::new(security()).service(note).verify().unwrap_err();
    let [Defect::MissingStore { route, resource, store }] = defects.list() else {
        panic!("{defects}");
    };
    assert_eq!((&**route, *resource), ("GET /notes/{id}", "Note"));
    assert!(store.ends_with("::Notes"), "{store}");
    assert!(defects.to_string().contains("`GET /notes/{id}` loads a `Note` from"), "{defects}");

    // A store without `Data` around it is not what the gate asks for.
    let plain = App::new(security()).app_data(std::sync::Mutex::new(1)).service(note);
    assert!(plain.verify().is_err());
}

#[test]
fn a_store_may_be_anywhere_around_the_route() {
    App::new(security()).service(note).app_data(notes()).verify().unwrap();
    App::new(security())
        .service(scope("/a").service(scope("/b").service(note)).app_data(notes()))
        .verify()
        .unwrap();
    let at_resource =
        || resource("/plain/{id}").app_data(notes()).route(portcullis::get().to(plain));
    App::new(security()).service(at_resource()).verify().unwrap();
    App::new(security())
        .configure(|config| {
            config.app_data(notes()).service(note);
        })
        .verify()
        .unwrap();
    App::new(security())
        .data_factory(|| async { Ok::<_, ()>(std::sync::Arc::into_inner(Notes::new()).unwrap()) })
        .service(note)
        .verify()
        .unwrap();
    // A sibling's data is not around it.
    let sibling = App::new(security()).service(scope("/a").app_data(notes())).service(note);
    assert_eq!(sibling.verify().unwrap_err().list().len(), 1);
    let sibling = App::new(security()).service(at_resource()).service(note);
    assert_eq!(sibling.verify().unwrap_err().list().len(), 1);
}

#[test]
fn a_parameter_that_the_policy_needs_must_be_in_the_path() {
    let app = App::new(security()).app_data(notes()).service(misnamed).service(user);
    let defects = app.verify().unwrap_err();
    let [
        Defect::MissingParameter { parameter: "id", .. },
        Defect::MissingParameter { parameter: "user", .. },
    ] = defects.list()
    else {
        panic!("{defects}");
    };
    // The scope's prefix counts.
    let scoped = scope("/{user}").service(user);
    App::new(security()).service(scoped).verify().unwrap();
}

#[owner_or_admin(Note, danger_unrelated(locale, reason = "a language"))]
#[get("/plain/notes/{id}")]
async fn needless() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[test]
fn a_way_around_that_nothing_needs_is_a_defect() {
    let defects = App::new(security()).app_data(notes()).service(needless).verify().unwrap_err();
    let [Defect::NeedlessEscape { parameter: "locale", .. }] = defects.list() else {
        panic!("{defects}");
    };
}

#[test]
fn a_parent_that_nothing_compares_is_a_defect() {
    let defects = App::new(security()).app_data(notes()).service(unchecked).verify().unwrap_err();
    let [Defect::UncheckedParameter { parameter, resource: "Note", .. }] = defects.list() else {
        panic!("{defects}");
    };
    assert_eq!(parameter, "shelf");
    let scoped = scope("/drawers/{drawer}").service(note);
    let defects = App::new(security()).app_data(notes()).service(scoped).verify().unwrap_err();
    assert!(defects.to_string().contains("`drawer`"), "{defects}");
    let scoped = scope("/folders/{folder}").service(note);
    App::new(security()).app_data(notes()).service(scoped).verify().unwrap();
}

#[derive(portcullis::Resource)]
#[resource(id = (book, number))]
struct Page {
    book: i64,
    number: i64,
}

impl portcullis::resource::Load for Page {
    type Store = Notes;

    async fn load(_: &Notes, id: (i64, i64)) -> Result<Option<Self>, portcullis::Outage> {
        Ok(Some(Self { book: id.0, number: id.1 }))
    }
}

#[portcullis::authenticated(object = Page)]
#[get("/books/{book}/shelves/{shelf}/pages/{number}")]
async fn page(page: portcullis::Authorized<Page, Read>) -> HttpResponse {
    HttpResponse::Ok().body(format!("{} {}", page.book, page.number))
}

#[test]
fn a_parent_between_the_parts_of_an_identifier_is_a_defect_too() {
    let defects = App::new(security()).app_data(notes()).service(page).verify().unwrap_err();
    let [Defect::UncheckedParameter { parameter, resource: "Page", .. }] = defects.list() else {
        panic!("{defects}");
    };
    assert_eq!(parameter, "shelf");
}

#[owner_or_admin(Note, list)]
#[get("/drawers/{drawer}/notes")]
async fn list(_: portcullis::Listing<Note>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[owner_or_admin(Note, list, danger_unrelated(locale, reason = "a language"))]
#[get("/{locale}/notes")]
async fn localized(_: portcullis::Listing<Note>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[test]
fn a_list_under_a_parent_that_nothing_compares_is_a_defect() {
    let defects = App::new(security()).service(list).verify().unwrap_err();
    let [Defect::UncheckedParameter { parameter, resource: "Note", .. }] = defects.list() else {
        panic!("{defects}");
    };
    assert_eq!(parameter, "drawer");
    App::new(security()).service(localized).verify().unwrap();
    let scoped = scope("/folders/{folder}").service(localized);
    App::new(security()).service(scoped).verify().unwrap();
}

#[test]
fn a_parameter_named_like_one_of_the_scope_is_a_defect() {
    let scoped = scope("/folders/{id}").service(note);
    let defects = App::new(security()).app_data(notes()).service(scoped).verify().unwrap_err();
    let [Defect::DuplicateParameter { path, parameter }] = defects.list() else {
        panic!("{defects}");
    };
    assert_eq!((&**path, &**parameter), ("/folders/{id}/notes/{id}", "id"));
    let nested = scope("/{user}").service(scope("/{user}").service(user));
    assert!(App::new(security()).service(nested).verify().is_err());
}

portcullis::routes!(NOTES = "", [note]);
portcullis::routes!(USERS = "", [other_user]);

#[owner_or_admin(id = "user")]
#[get("/others/{user}")]
async fn other_user() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[test]
fn tables_without_a_prefix_stand_side_by_side() {
    let app = App::new(security()).app_data(notes()).service(NOTES).service(USERS);
    app.verify().unwrap();
    assert_eq!(app.inventory().routes().len(), 2);
}

policy!(NOTE_OWNERS: Permission = owner(Note));

#[test]
fn a_scope_cannot_be_about_an_object() {
    let scoped = scope("/a").authorize(NOTE_OWNERS).service(user);
    let defects = App::new(security()).service(scope("/{user}").service(scoped)).verify();
    let defects = defects.unwrap_err();
    let [Defect::ScopeAboutObject { path, resource: "Note" }] = defects.list() else {
        panic!("{defects}");
    };
    assert_eq!(path, "/{user}/a");

    // A policy that is about an object as a whole, without a condition on it, is no better.
    let scoped = scope("/a").authorize(<page as portcullis::Rule>::POLICY).service(other_user);
    let defects = App::new(security()).service(scoped).verify().unwrap_err();
    assert!(matches!(defects.list(), [Defect::ScopeAboutObject { .. }]), "{defects}");
}

#[actix_web::test]
async fn such_an_app_does_not_start() {
    let security = security();
    let server = HttpServer::new(move || App::new(security.clone()).service(note))
        .workers(1)
        .disable_signals()
        .bind("127.0.0.1:0")
        .unwrap()
        .run();
    let limit = std::time::Duration::from_secs(5);
    let ended = actix_web::rt::time::timeout(limit, server).await.expect("it does not run");
    assert!(ended.is_err());
}

/// On a plain app nothing is checked at the start, so the gate refuses at run time.
#[actix_web::test]
async fn without_its_store_a_route_answers_500() {
    use actix_web::test::{TestRequest, call_service, init_service};
    let gate = portcullis::Gate::new(security());
    let app = init_service(actix_web::App::new().app_data(gate).service(note)).await;
    let token = portcullis_tests::tokens::token_of("ann", Some("acme"), "admin");
    let request = || {
        let bearer = ("authorization", format!("Bearer {token}"));
        TestRequest::get().uri("/notes/1").insert_header(bearer).to_request()
    };
    assert_eq!(call_service(&app, request()).await.status(), 500);
    let gate = portcullis::Gate::new(security());
    let app =
        init_service(actix_web::App::new().app_data(gate).app_data(notes()).service(note)).await;
    assert_eq!(call_service(&app, request()).await.status(), 200);
}
