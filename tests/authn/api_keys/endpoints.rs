//! Keys managed by the app's own routes: who may, and what they are told.

use actix_web::{HttpResponse, get, post, web};
use portcullis::authn::api_key::{ApiKeyError, ApiKeys, ExposeSecret as _, NewKey};
use portcullis::store::Environment;
use portcullis::{App, Principal, Security, authenticated};
use portcullis_tests::client::{Reply, send};
use portcullis_tests::server::Served;
use portcullis_tests::tokens;
use serde_json::{Value, json};

use crate::world::{People, run};
use crate::{Permission, Role};

type Keys = web::Data<ApiKeys<Permission>>;

#[authenticated]
#[post("/keys/{permission}")]
async fn create(
    owner: Principal<Permission>,
    keys: Keys,
    permission: web::Path<String>,
) -> Result<HttpResponse, ApiKeyError> {
    let wanted = permission.parse::<Permission>().ok();
    let key = NewKey::named("made by hand").permissions(wanted);
    let created = keys.create(&owner, key).await?;
    Ok(HttpResponse::Created()
        .json(json!({ "id": created.record.id, "key": created.key.expose_secret() })))
}

#[authenticated]
#[post("/rotations/{id}")]
async fn rotate(
    owner: Principal<Permission>,
    keys: Keys,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiKeyError> {
    let created = keys.rotate(&owner, &id, None).await?;
    Ok(HttpResponse::Created()
        .json(json!({ "id": created.record.id, "key": created.key.expose_secret() })))
}

#[authenticated]
#[post("/revocations/{id}")]
async fn revoke(
    owner: Principal<Permission>,
    keys: Keys,
    id: web::Path<String>,
) -> Result<HttpResponse, ApiKeyError> {
    keys.revoke(owner.subject(), &id).await?;
    Ok(HttpResponse::NoContent().finish())
}

#[authenticated]
#[get("/known")]
async fn known() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn served() -> Served {
    let people = People::default();
    people.has("ada", Role::Reader);
    people.has("bob", Role::Reader);
    let keys = ApiKeys::builder("acme", Environment::Live, people).at_most(2).build().unwrap();
    let security = Security::builder()
        .authenticator(tokens::jwt())
        .authenticator(keys.clone())
        .build()
        .unwrap();
    Served::start(move || {
        App::new(security.clone())
            .app_data(web::Data::new(keys.clone()))
            .service(create)
            .service(rotate)
            .service(revoke)
            .service(known)
    })
}

fn post(served: &Served, path: &str, (header, value): (&str, &str)) -> Reply {
    send(served.address(), "POST", path, &[(header, value)], None)
}

#[test]
fn a_key_is_made_used_rotated_and_revoked_over_http() {
    let served = served();
    let ada = format!("Bearer {}", tokens::token_of("ada", None, "reader"));
    let bob = format!("Bearer {}", tokens::token_of("bob", None, "reader"));
    let (ada, bob) = (("authorization", ada.as_str()), ("authorization", bob.as_str()));
    let made = |reply: Reply| -> (String, String) {
        assert_eq!(reply.status, 201, "{reply:?}");
        let body: Value = serde_json::from_str(&reply.body).unwrap();
        (body["id"].as_str().unwrap().to_owned(), body["key"].as_str().unwrap().to_owned())
    };
    let status =
        |key: &str| send(served.address(), "GET", "/known", &[("x-api-key", key)], None).status;
    let (id, key) = made(post(&served, "/keys/reports:read", ada));
    assert_eq!(status(&key), 200);
    let (next, next_key) = made(post(&served, &format!("/rotations/{id}"), ada));
    assert_eq!((status(&key), status(&next_key)), (200, 200));
    for (path, whose, expected) in [
        ("/keys/reports:write".to_owned(), ada, 403),
        ("/keys/none".to_owned(), ada, 422),
        (format!("/rotations/{next}"), bob, 404),
        (format!("/revocations/{next}"), bob, 404),
        ("/keys/reports:read".to_owned(), ("x-api-key", key.as_str()), 403),
        (format!("/rotations/{next}"), ("x-api-key", key.as_str()), 403),
    ] {
        let reply = post(&served, &path, whose);
        assert_eq!(reply.status, expected, "{path}");
        assert!(reply.is_problem_document(), "{reply:?}");
    }
    let full = post(&served, "/keys/none", ada);
    assert!(full.body.contains("an owner may have 2 keys at most"), "{full:?}");
    assert_eq!(post(&served, &format!("/revocations/{next}"), ada).status, 204);
    assert_eq!((status(&key), status(&next_key)), (200, 401));
}

#[test]
fn an_error_answers_by_itself_too() {
    use actix_web::ResponseError as _;

    let rows = [
        (ApiKeyError::NotFound, 404),
        (ApiKeyError::ByKey, 403),
        (ApiKeyError::Name, 422),
        (ApiKeyError::Unavailable(portcullis::Outage::of("x")), 503),
    ];
    for (error, status) in rows {
        let answer = run(async { error.error_response() });
        assert_eq!((error.status_code().as_u16(), answer.status().as_u16()), (status, status));
    }
}
