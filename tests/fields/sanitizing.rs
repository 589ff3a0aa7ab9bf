//! Sanitizing over HTTP: texts are cleaned before anybody's rules see them.

use std::sync::Mutex;

use actix_web::{HttpResponse, patch, post, web};
use portcullis::allowlist::{Changes, Nested, New, Patch, Sanitize, Sanitizer, Scalar};
use portcullis::resource::Load;
use portcullis::{
    App, Outage, Resource, SafeCreate, SafeUpdate, Security, authenticated, owner_or_admin,
};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{jwt, token_of};
use serde_json::{Value, json};

use crate::members::errors;

#[derive(Resource, Clone, Debug)]
#[resource(owner = id)]
struct Person {
    id: String,
    name: String,
    nickname: Option<String>,
    email: String,
    handle: Handle,
    tags: Vec<String>,
    about: String,
    home: Place,
}

#[derive(Resource, Clone, Debug)]
#[resource(embedded)]
struct Place {
    city: String,
}

/// A text of the app's own type.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
struct Handle(String);

impl Scalar for Handle {}

impl Sanitize for Handle {
    fn sanitize(&mut self, with: &[Sanitizer]) {
        self.0.sanitize(with);
    }
}

#[derive(SafeUpdate, garde::Validate)]
#[safe_update(of = Person, deny(id))]
struct PersonUpdate {
    #[safe_update(sanitize(trim, nfc))]
    #[garde(length(chars, min = 1, max = 3))]
    name: Option<String>,
    #[safe_update(sanitize(trim))]
    #[garde(length(min = 1))]
    nickname: Patch<String>,
    #[safe_update(sanitize(trim, email))]
    #[garde(contains("@"))]
    email: Option<String>,
    #[safe_update(sanitize(lowercase))]
    #[garde(skip)]
    handle: Option<Handle>,
    #[safe_update(sanitize(trim, lowercase))]
    #[garde(inner(inner(length(min = 1))))]
    tags: Option<Vec<String>>,
    #[safe_update(sanitize(html))]
    #[garde(skip)]
    about: Option<String>,
    #[garde(skip)]
    home: Nested<PlaceUpdate>,
}

#[derive(SafeUpdate, garde::Validate)]
#[safe_update(of = Place)]
struct PlaceUpdate {
    #[safe_update(sanitize(trim))]
    #[garde(length(min = 1))]
    city: Option<String>,
}

#[derive(SafeCreate, garde::Validate)]
#[safe_create(of = Person, server(id: String, handle: Handle, home: Place), default(tags, about))]
struct NewPerson {
    #[safe_create(sanitize(trim))]
    #[garde(length(min = 1))]
    name: String,
    #[safe_create(sanitize(trim, lowercase))]
    #[garde(length(min = 1))]
    nickname: Option<String>,
    #[safe_create(sanitize(email))]
    #[garde(skip)]
    email: String,
}

impl Person {
    fn ann() -> Self {
        Self {
            id: "ann".to_owned(),
            name: "Ann".to_owned(),
            nickname: Some("annie".to_owned()),
            email: "ann@example.com".to_owned(),
            handle: Handle("ann".to_owned()),
            tags: Vec::new(),
            about: String::new(),
            home: Place { city: "Ulm".to_owned() },
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "name": self.name, "nickname": self.nickname, "email": self.email,
            "handle": self.handle.0, "tags": self.tags, "about": self.about,
            "home": { "city": self.home.city },
        })
    }
}

type People = Mutex<Person>;

impl Load for Person {
    type Store = People;

    async fn load(people: &People, id: String) -> Result<Option<Self>, Outage> {
        Ok(Some(people.lock().unwrap().clone()).filter(|person| person.id == id))
    }
}

#[owner_or_admin(Person)]
#[patch("/people/{id}")]
async fn update(changes: Changes<PersonUpdate>, people: web::Data<People>) -> HttpResponse {
    let mut person = people.lock().unwrap();
    changes.apply(&mut person);
    HttpResponse::Ok().json(person.to_json())
}

#[authenticated]
#[post("/people")]
async fn add(new: New<NewPerson>) -> HttpResponse {
    let new = new.into_inner();
    HttpResponse::Created()
        .json(json!({ "name": new.name, "nickname": new.nickname, "email": new.email }))
}

fn ask(method: &str, path: &str, content_type: &str, body: &str) -> Reply {
    let security = Security::builder().authenticator(jwt()).build().unwrap();
    let people = web::Data::new(Mutex::new(Person::ann()));
    let served = Served::start(move || {
        App::new(security.clone()).app_data(people.clone()).service(update).service(add)
    });
    let bearer = format!("Bearer {}", token_of("ann", None, "reader"));
    let headers = [("authorization", bearer.as_str()), ("content-type", content_type)];
    send(served.address(), method, path, &headers, Some(body))
}

fn change(body: &Value) -> Reply {
    ask("PATCH", "/people/ann", "application/json", &body.to_string())
}

#[test]
fn texts_are_clean_before_the_rules_see_them() {
    let reply = change(&json!({
        "name": "   Ann  ",
        "nickname": "\t a \n",
        "email": "  Ann@B\u{dc}CHER.example ",
        "handle": "ANN",
        "tags": [" Red", "BLUE "],
        "about": "<b>hi</b><script>canary</script><img src=x onerror=canary>",
        "home": { "city": " Bonn " },
    }));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let person: Value = serde_json::from_str(&reply.body).unwrap();
    let expected = json!({
        "name": "Ann",
        "nickname": "a",
        "email": "Ann@xn--bcher-kva.example",
        "handle": "ann",
        "tags": ["red", "blue"],
        "about": "<b>hi</b><img src=\"x\">",
        "home": { "city": "Bonn" },
    });
    assert_eq!(person, expected);
    // Three characters once they are composed.
    assert_eq!(change(&json!({ "name": "A\u{308}nn" })).status, 200);
    // The control: the rule is asked.
    assert_eq!(change(&json!({ "name": "Anna" })).status, 422);
}

#[test]
fn what_is_nothing_but_space_is_empty_for_the_rules() {
    let reply = change(&json!({
        "name": "   ", "nickname": "\u{a0}", "tags": ["a", " "], "home": { "city": "\t" },
    }));
    assert_eq!(reply.status, 422, "{}", reply.body);
    let pointers: Vec<_> = errors(&reply).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/name", "/nickname", "/tags/1", "/home/city"]);
}

#[test]
fn what_is_no_address_stays_for_the_rules() {
    let reply = change(&json!({ "email": "No Address" }));
    assert_eq!(errors(&reply), [("/email".to_owned(), "invalid".to_owned())]);
}

#[test]
fn absent_and_null_are_left_alone() {
    let reply = change(&json!({ "nickname": null }));
    assert_eq!(reply.status, 200, "{}", reply.body);
    let mut expected = Person::ann().to_json();
    expected["nickname"] = Value::Null;
    assert_eq!(serde_json::from_str::<Value>(&reply.body).unwrap(), expected);
}

#[test]
fn forms_and_new_objects_are_cleaned_as_well() {
    let form = "application/x-www-form-urlencoded";
    let reply = ask("PATCH", "/people/ann", form, "name=++Bob++&handle=B");
    let person: Value = serde_json::from_str(&reply.body).unwrap();
    assert_eq!((&person["name"], &person["handle"]), (&json!("Bob"), &json!("b")));
    let post = |body: Value| ask("POST", "/people", "application/json", &body.to_string());
    let reply = post(json!({ "name": " Ann ", "nickname": " ANNIE ", "email": "Ann@EXAMPLE.com" }));
    assert_eq!(reply.status, 201, "{}", reply.body);
    let expected = json!({ "name": "Ann", "nickname": "annie", "email": "Ann@example.com" });
    assert_eq!(serde_json::from_str::<Value>(&reply.body).unwrap(), expected);
    let reply = post(json!({ "name": " ", "nickname": null, "email": "" }));
    assert_eq!(errors(&reply), [("/name".to_owned(), "invalid".to_owned())]);
}
