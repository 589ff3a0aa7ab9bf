//! The inventory as an OpenAPI document: it says what holds, and is one.

use std::collections::BTreeSet;

use actix_web::{HttpResponse, get};
use portcullis::allowlist::{New, View};
use portcullis::{App, Resource, SafeCreate, SafeResponse, authenticated, authorize, scope};
use portcullis_tests::tokens::security;
use serde_json::{Value, json};

use super::routes::inventory;

fn document() -> Value {
    serde_json::to_value(inventory().openapi("Items", "1.2.3")).unwrap()
}

/// Calls `visit` with every object in the document.
fn each<'a>(value: &'a Value, visit: &mut impl FnMut(&'a serde_json::Map<String, Value>)) {
    match value {
        Value::Object(members) => {
            visit(members);
            members.values().for_each(|value| each(value, visit));
        }
        Value::Array(items) => items.iter().for_each(|value| each(value, visit)),
        _ => {}
    }
}

/// The rules of OpenAPI that a validator looks at first.
fn check(document: &Value) {
    assert_eq!(document["openapi"], "3.1.0");
    each(document, &mut |members| {
        if let Some(Value::String(reference)) = members.get("$ref") {
            let pointer = reference.strip_prefix('#').expect("references stay inside");
            assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
        }
    });
    let mut identifiers = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let identifier = operation["operationId"].as_str().unwrap();
            assert!(identifiers.insert(identifier), "{identifier} is there twice");
            assert!(!operation["responses"].as_object().unwrap().is_empty());
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let named = |place: &str| -> BTreeSet<String> {
                let there = parameters.iter().filter(|it| it["in"] == place);
                there.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
            };
            let in_path = path.split('{').skip(1).map(|part| part.split('}').next().unwrap());
            let in_path: BTreeSet<_> = in_path.map(ToOwned::to_owned).collect();
            assert_eq!(named("path"), in_path, "{method} {path}");
            assert_eq!(parameters.len(), named("path").len() + named("query").len());
        }
    }
}

#[test]
fn the_document_keeps_the_rules() {
    let document = document();
    if let Some(file) = std::env::var_os("PORTCULLIS_OPENAPI") {
        std::fs::write(file, document.to_string()).unwrap();
    }
    check(&document);
    let paths: Vec<_> = document["paths"].as_object().unwrap().keys().collect();
    assert_eq!(
        paths,
        ["/", "/generic", "/hidden", "/lines", "/loose", "/nothing", "/texts", "/{id}"]
    );
    assert_eq!(document["info"], json!({"title": "Items", "version": "1.2.3"}));
}

#[test]
fn bodies_and_views_are_the_safe_dtos() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["ItemUpdate"],
        json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "title": {"type": "string"},
                "email": {
                    "type": "string",
                    "description": "Only for: `any(owner(Item), permission(\"users:delete\"))`."
                },
                "nickname": {"oneOf": [{"type": "string"}, {"type": "null"}]},
                "place": {"$ref": "#/components/schemas/PlaceUpdate"},
            }
        })
    );
    assert_eq!(schemas["NewItem"]["required"], json!(["name", "email", "parts"]));
    assert_eq!(
        schemas["PartView"]["properties"]["parts"],
        json!({"type": "array", "items": {"$ref": "#/components/schemas/PartView"}})
    );
    assert_eq!(
        schemas["ItemView"]["properties"]["email"],
        json!({"type": "string", "description": "Masked. Only for: `owner(Item)`."})
    );
    assert!(!schemas.to_string().contains("secret"));
    let edit = &document["paths"]["/{id}"]["patch"];
    let content = edit["requestBody"]["content"].as_object().unwrap();
    let types: Vec<_> = content.keys().collect();
    assert_eq!(
        types,
        ["application/json", "application/merge-patch+json", "application/x-www-form-urlencoded"]
    );
    for body in content.values() {
        assert_eq!(body["schema"], json!({"$ref": "#/components/schemas/ItemUpdate"}));
    }
    assert_eq!(
        edit["responses"]["200"]["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/ItemView"})
    );
    let page = &document["paths"]["/"]["get"]["responses"]["200"]["content"]["application/json"];
    assert_eq!(page["schema"]["required"], json!(["items"]));
}

#[test]
fn operations_say_what_a_caller_needs_and_how_it_is_refused() {
    let document = document();
    let statuses = |path: &str, method: &str| -> Vec<String> {
        let responses = document["paths"][path][method]["responses"].as_object().unwrap();
        responses.keys().cloned().collect()
    };
    let edit = ["200", "400", "401", "403", "404", "413", "415", "422", "429", "503"];
    assert_eq!(statuses("/{id}", "patch"), edit);
    assert_eq!(statuses("/", "get"), ["200", "400", "401", "422", "429", "503"]);
    assert_eq!(statuses("/hidden", "get"), ["2XX", "429"]);
    assert_eq!(statuses("/texts", "post"), ["2XX", "400", "413", "415", "429"]);
    let edit = &document["paths"]["/{id}"]["patch"];
    assert_eq!(edit["security"], json!([{"bearer": []}]));
    assert_eq!(edit["x-portcullis-policy"], "any(owner(Item), role(admin))");
    let hidden = &document["paths"]["/hidden"]["get"];
    assert!(hidden.get("security").is_none());
    assert_eq!(hidden["description"], "Public: a test.");
    let bearer = &document["components"]["securitySchemes"]["bearer"];
    assert_eq!(*bearer, json!({"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}));
}

#[test]
fn queries_are_parameters() {
    let document = document();
    let list = &document["paths"]["/"]["get"];
    let parameter = |name: &str| {
        let all = list["parameters"].as_array().unwrap();
        all.iter().find(|it| it["name"] == name).unwrap_or_else(|| panic!("{name}")).clone()
    };
    assert_eq!(parameter("filter[title]")["schema"], json!({"type": "string"}));
    let sort = parameter("sort");
    assert_eq!(sort["schema"]["items"]["enum"], json!(["id", "-id", "title", "-title"]));
    assert_eq!((&sort["style"], &sort["explode"]), (&json!("form"), &json!(false)));
    let limit = parameter("limit")["schema"].clone();
    assert_eq!((&limit["type"], &limit["minimum"]), (&json!("integer"), &json!(1)));
    let fields = parameter("fields")["schema"]["items"]["enum"].clone();
    assert_eq!(fields, json!(["id", "title", "email", "place", "parts"]));
    assert_eq!(parameter("cursor")["required"], false);
}

mod kinds {
    //! Another type with the name of one that is there.
    use portcullis::SafeResponse;

    #[derive(SafeResponse)]
    #[safe_response(of = super::Kind, hide(known, plain, list, place))]
    pub(super) struct KindView {
        pub(super) nullable: Option<u8>,
    }
}

#[derive(Resource)]
#[resource(embedded)]
struct Kind {
    known: Known,
    plain: Plain,
    nullable: Option<u8>,
    list: Vec<u16>,
    place: Option<Inner>,
}

#[derive(Resource)]
#[resource(embedded)]
struct Inner {
    x: i64,
}

#[derive(serde::Serialize, serde::Deserialize, Clone, utoipa::ToSchema)]
enum Known {
    Yes,
    No,
}

#[derive(serde::Serialize, serde::Deserialize, Clone)]
struct Plain(u8);

impl portcullis::allowlist::Scalar for Known {}
impl portcullis::allowlist::Scalar for Plain {}

#[derive(SafeResponse)]
#[safe_response(of = Kind)]
struct KindView {
    known: Known,
    plain: Plain,
    nullable: Option<u8>,
    list: Vec<u16>,
    place: Option<InnerView>,
}

#[derive(SafeResponse)]
#[safe_response(of = Inner)]
struct InnerView {
    x: i64,
}

#[derive(SafeCreate)]
#[safe_create(of = Kind, default(place))]
struct NewKind {
    known: Known,
    plain: Plain,
    nullable: Option<u8>,
    list: Vec<u16>,
}

#[authorize(all(scope("kinds"), any(scope("all"), not(scope("none")))))]
#[get("/kinds/{id:\\d{2}}/{rest}*")]
async fn kinds_of() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authenticated]
#[actix_web::routes]
#[get("/one/{a}")]
#[post("/two")]
async fn same() -> answers::Either {
    unreachable!()
}

mod answers {
    pub(super) type Either =
        actix_web::Either<super::View<super::KindView>, super::View<super::kinds::KindView>>;
}

#[authenticated]
#[actix_web::put("/one/{b}")]
async fn other(_: New<NewKind>) -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[test]
fn names_and_kinds_are_told_apart() {
    let app = App::new(security()).service(same).service(other);
    let app = app.service(scope("/in").service(kinds_of).service(same));
    let document = serde_json::to_value(app.inventory().openapi("x", "1")).unwrap();
    check(&document);
    let one = document["paths"]["/one/{a}"].as_object().unwrap();
    assert_eq!(one.keys().collect::<Vec<_>>(), ["get", "put"]);
    let kinds = &document["paths"]["/in/kinds/{id}/{rest}"]["get"];
    assert_eq!(kinds["parameters"][0]["schema"]["pattern"], "^(?:\\d{2})$");
    assert_eq!(kinds["security"], json!([{"bearer": ["all", "kinds"]}]));
    let schemas = &document["components"]["schemas"];
    let number = json!({"type": "integer", "format": "int32", "minimum": 0});
    assert_eq!(schemas["KindView2"]["properties"].as_object().unwrap().len(), 1);
    let view = &schemas["KindView"]["properties"];
    assert_eq!(view["known"], json!({"type": "string", "enum": ["Yes", "No"]}));
    assert_eq!(view["plain"], json!({}));
    assert_eq!(view["nullable"], json!({"oneOf": [{"type": "null"}, number]}));
    assert_eq!(view["list"], json!({"type": "array", "items": number}));
    let place = json!([{"$ref": "#/components/schemas/InnerView"}, {"type": "null"}]);
    assert_eq!(view["place"], json!({"oneOf": place}));
    let new = &schemas["NewKind"];
    assert_eq!(new["required"], json!(["known", "plain", "list"]));
    assert_eq!(new["properties"]["nullable"], json!({"oneOf": [number, {"type": "null"}]}));
}
