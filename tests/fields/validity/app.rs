//! The app of these tests: profiles whose DTOs have the rules of two crates, and one of their own.

use std::sync::{Arc, Mutex};

use actix_web::{HttpResponse, patch, post, web};
use portcullis::allowlist::{Changes, Invalid, Nested, New, Patch};
use portcullis::resource::Load;
use portcullis::{
    App, Outage, Resource, SafeCreate, SafeUpdate, Security, authenticated, owner_or_admin,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{jwt, token_of};
use serde_json::Value;

#[derive(Resource, Clone, Debug, Default, PartialEq)]
#[resource(owner = id)]
pub(super) struct Profile {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) nickname: Option<String>,
    pub(super) age: Option<u8>,
    pub(super) contact: Option<String>,
    pub(super) site: Option<String>,
    pub(super) starts: i64,
    pub(super) ends: i64,
    pub(super) address: Address,
    pub(super) links: Vec<Link>,
    pub(super) is_vip: bool,
}

#[derive(Resource, Clone, Debug, Default, PartialEq)]
#[resource(embedded)]
pub(super) struct Address {
    city_name: String,
    zip: Option<String>,
}

#[derive(Resource, Clone, Debug, PartialEq)]
#[resource(embedded)]
pub(super) struct Link {
    target_url: String,
    label: Option<String>,
    replies: Vec<Link>,
}

/// A context that is there by default.
#[derive(Default)]
struct Words;

#[derive(SafeUpdate, garde::Validate)]
#[safe_update(of = Profile, deny(id), validate = ends_after_it_starts)]
#[serde(rename_all = "camelCase")]
#[garde(context(Words))]
struct ProfileUpdate {
    #[garde(length(min = 2, max = 5), ascii, custom(is_no_slur))]
    name: Option<String>,
    #[safe_update(rename = "nick/name")]
    #[garde(
        length(max = 8),
        length(chars, min = 2),
        length(bytes, max = 8),
        length(utf16, max = 8),
        ascii,
        alphanumeric,
        prefix("a"),
        suffix("z"),
        contains("b")
    )]
    nickname: Patch<String>,
    #[garde(range(min = 18, max = 130))]
    age: Patch<u8>,
    #[garde(inner(email))]
    contact: Patch<String>,
    #[garde(ip)]
    site: Patch<String>,
    #[garde(skip)]
    starts: Option<i64>,
    #[garde(skip)]
    ends: Option<i64>,
    #[garde(dive)]
    address: Nested<AddressUpdate>,
    #[garde(length(max = 3), dive)]
    links: Option<Vec<NewLink>>,
    #[safe_update(permission("users:delete"))]
    #[garde(skip)]
    is_vip: Option<bool>,
}

#[allow(clippy::ref_option, reason = "garde hands the field in as it is")]
fn is_no_slur(name: &Option<String>, _: &Words) -> garde::Result {
    match name.as_deref() {
        Some("slur") => Err(garde::Error::new("is not nice")),
        _ => Ok(()),
    }
}

fn ends_after_it_starts(changes: &ProfileUpdate) -> Result<(), Invalid> {
    match (changes.starts, changes.ends) {
        (Some(starts), Some(ends)) if ends < starts => {
            Err([("ends", "is before it starts")].into_iter().collect())
        }
        // A refusal that does not say why.
        (Some(-1), _) => Err(Invalid::default()),
        // About something that is not there.
        (Some(-2), None) => Err([("address.city_name", "is missing")].into_iter().collect()),
        _ => Ok(()),
    }
}

#[derive(SafeUpdate, garde::Validate)]
#[safe_update(of = Address)]
#[serde(rename_all = "camelCase")]
#[garde(context(Words))]
struct AddressUpdate {
    #[garde(length(min = 1))]
    city_name: Option<String>,
    #[garde(length(equal = 5), inner(ascii))]
    zip: Patch<String>,
}

#[derive(SafeCreate, garde::Validate)]
#[safe_create(of = Link)]
#[serde(rename_all = "camelCase")]
#[garde(context(Words))]
struct NewLink {
    #[garde(prefix("https://"))]
    target_url: String,
    #[garde(length(min = 1))]
    label: Option<String>,
    #[garde(dive)]
    replies: Vec<NewLink>,
}

/// With the rules of both crates, of which each asks its own.
#[derive(SafeCreate, garde::Validate, validator::Validate)]
#[safe_create(
    of = Profile,
    server(id: String, address: Address),
    default(age, site, links, is_vip),
    validate = by_validator
)]
#[serde(rename_all = "camelCase")]
#[validate(schema(function = "has_a_nickname"))]
struct NewProfile {
    #[validate(length(min = 2, message = "is short"))]
    #[garde(ascii)]
    name: String,
    #[garde(length(min = 1))]
    nickname: Option<String>,
    #[validate(email)]
    #[garde(skip)]
    #[serde(rename = "mail")]
    contact: Option<String>,
    #[garde(range(min = 0))]
    starts: i64,
    #[garde(skip)]
    ends: i64,
}

fn has_a_nickname(new: &NewProfile) -> Result<(), validator::ValidationError> {
    if new.nickname.as_deref() == Some(new.name.as_str()) {
        return Err(validator::ValidationError::new("nickname is the name"));
    }
    Ok(())
}

fn by_validator(new: &NewProfile) -> Result<(), Invalid> {
    let found = validator::Validate::validate(new).err().unwrap_or_default();
    let found = found.field_errors().into_iter().flat_map(|(field, errors)| {
        errors
            .iter()
            .map(move |it| (field.clone(), it.message.as_ref().unwrap_or(&it.code).clone()))
    });
    found.collect::<Invalid>().into_result()
}

type Store = Mutex<Profile>;

impl Load for Profile {
    type Store = Store;

    async fn load(store: &Store, _: String) -> Result<Option<Self>, Outage> {
        Ok(Some(store.lock().unwrap().clone()))
    }
}

#[owner_or_admin(Profile)]
#[patch("/profiles/{id}")]
async fn update(changes: Changes<ProfileUpdate>, store: web::Data<Store>) -> HttpResponse {
    changes.apply(&mut store.lock().unwrap());
    HttpResponse::Ok().finish()
}

#[authenticated]
#[post("/profiles")]
async fn add(new: New<NewProfile>) -> HttpResponse {
    let _ = new.into_inner();
    HttpResponse::Created().finish()
}

pub(super) fn before() -> Profile {
    Profile { id: "ann".to_owned(), nickname: Some("annie".to_owned()), ..Profile::default() }
}

/// The answer to Ann, and what is stored after it.
pub(super) fn ask(method: &str, path: &str, body: &Value) -> (Reply, Profile) {
    let security = Security::builder().authenticator(jwt()).build().unwrap();
    let store: Arc<Store> = Arc::new(Mutex::new(before()));
    let data = web::Data::from(Arc::clone(&store));
    let served = Served::start(move || {
        App::new(security.clone()).app_data(data.clone()).service(update).service(add)
    });
    let bearer = format!("Bearer {}", token_of("ann", None, "reader"));
    let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    let reply = send(served.address(), method, path, &headers, Some(&body.to_string()));
    let after = store.lock().unwrap().clone();
    (reply, after)
}
