//! Handlers with parameters and answers of every kind.

use actix_web::http::StatusCode;
use actix_web::{
    CustomizeResponder, Either, Error, HttpRequest, HttpResponse, Responder, get, patch, post, web,
};
use futures_util::stream;
use portcullis::allowlist::{Changes, Lines, New, Page, Query, View};
use portcullis::resource::Update;
use portcullis::{
    App, Authorized, Inventory, Principal, RouteInfo, authenticated, owner_or_admin, public,
};
use portcullis_tests::tokens::security;

use super::entities::{Item, ItemQuery, ItemUpdate, ItemView, NewItem};
use crate::Permission;

/// Another name for everything.
type Update_<T> = Changes<T>;
type Answer<T> = Result<View<T>, Error>;

#[owner_or_admin(Item)]
#[patch("/{id}")]
async fn edit(
    item: Authorized<Item, Update>,
    _: HttpRequest,
    _: web::Data<u8>,
    _: web::Path<String>,
    changes: Update_<ItemUpdate>,
) -> Answer<ItemView> {
    drop(changes);
    Ok(View::of(item))
}

#[authenticated]
#[post("/")]
async fn add(
    _: Principal<Permission>,
    either: Either<New<NewItem>, web::Form<Loose>>,
) -> Either<CustomizeResponder<View<ItemView>>, (HttpResponse, StatusCode)> {
    drop(either);
    Either::Right((HttpResponse::Ok().finish(), StatusCode::CREATED))
}

#[authenticated]
#[get("/")]
async fn list(query: Query<ItemQuery>) -> Page<ItemView> {
    query.page(Vec::new())
}

#[authenticated]
#[get("/lines")]
async fn lines() -> Option<Lines<ItemView, stream::Iter<std::vec::IntoIter<Result<Item, Error>>>>> {
    None
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Loose {}

#[public(reason = "a test")]
#[post("/loose")]
async fn loose(
    _: Option<web::Json<Loose>>,
    _: Result<web::Query<Loose>, Error>,
    _: web::Payload,
) -> Result<web::Json<Loose>, Error> {
    Ok(web::Json(Loose {}))
}

#[public(reason = "a test")]
#[post("/texts")]
async fn texts(_: String, _: web::Bytes) -> &'static str {
    "text"
}

#[public(reason = "a test")]
#[get("/hidden")]
async fn hidden() -> impl Responder + use<> {
    "hidden"
}

#[public(reason = "a test")]
#[get("/nothing")]
async fn nothing() -> Result<(), Error> {
    Ok(())
}

#[public(reason = "a test")]
async fn generic<T: serde::de::DeserializeOwned + 'static>(
    _: web::Json<T>,
    _: web::Json<Loose>,
) -> HttpResponse {
    HttpResponse::Ok().finish()
}

pub(super) fn inventory() -> Inventory {
    App::new(security())
        .app_data(web::Data::new(7_u8))
        .service(edit)
        .service(add)
        .service(list)
        .service(lines)
        .service(loose)
        .service(texts)
        .service(hidden)
        .service(nothing)
        .route("/generic", portcullis::post().to(generic::<Loose>))
        .default_service(portcullis::route().to(generic::<Loose>))
        .inventory()
}

/// The route whose handler has this name.
pub(super) fn route(name: &str) -> RouteInfo {
    let ends = |route: &&RouteInfo| route.handler.name.ends_with(&format!("::{name}"));
    inventory().routes().iter().find(ends).expect("the route is there").clone()
}
