//! The handlers of the crate in a running app.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, init_service, try_call_service};
use pc::authn::{Authentication, Authenticator, Outcome};
use pc::{App, Principal, Security, get, scope};
use portcullis_hygiene::Permission;
use portcullis_hygiene::fields::{add, change};
use portcullis_hygiene::handlers::{READERS, authenticated, everything, generic, public};
use portcullis_hygiene::resources::{Note, Shelf, note, notes};

/// Believes the role that the request names.
struct ByName;

impl Authenticator<Permission> for ByName {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<Permission> {
        let role = request.headers().get("x-role");
        match role.and_then(|role| role.to_str().ok()) {
            Some(role) => {
                Outcome::Principal(Principal::builder("x").tenant("7").role_named(role).build())
            }
            None => Outcome::Anonymous,
        }
        .into()
    }
}

#[actix_web::test]
async fn the_app_runs_and_its_policies_hold() {
    let security = Security::builder().authenticator(ByName).build().unwrap();
    let inner = scope("/scope").authorize(READERS).route("/public", get().to(public));
    let shelf = Shelf(Note {
        id: 1,
        author: "x".to_owned(),
        editor: None,
        house: 7,
        folder: 3,
        version: 1,
    });
    let app = App::new(security)
        .app_data(actix_web::web::Data::new(shelf))
        .route("/notes/{id}", get().to(note))
        .route("/folders/{folder}/{id}", get().to(note))
        .route("/notes/of/{user}", get().to(notes))
        .route("/public", get().to(public))
        .route("/authenticated", get().to(authenticated))
        .route("/everything", get().to(everything))
        .route("/generic", get().to(generic::<u8>))
        .service(inner);
    let app = init_service(app).await;
    for (path, role, expected) in [
        ("/public", None, StatusCode::OK),
        ("/authenticated", None, StatusCode::UNAUTHORIZED),
        ("/authenticated", Some("reader"), StatusCode::OK),
        ("/everything", None, StatusCode::UNAUTHORIZED),
        ("/everything", Some("reader"), StatusCode::FORBIDDEN),
        ("/everything", Some("chief"), StatusCode::OK),
        ("/notes/1", None, StatusCode::UNAUTHORIZED),
        ("/notes/1", Some("reader"), StatusCode::OK),
        ("/notes/2", Some("reader"), StatusCode::FORBIDDEN),
        ("/folders/3/1", Some("reader"), StatusCode::OK),
        ("/folders/4/1", Some("reader"), StatusCode::FORBIDDEN),
        ("/notes/of/x", Some("reader"), StatusCode::OK),
        ("/generic", None, StatusCode::UNAUTHORIZED),
        ("/generic", Some("reader"), StatusCode::OK),
        ("/scope/public", None, StatusCode::UNAUTHORIZED),
        ("/scope/public", Some("nobody"), StatusCode::FORBIDDEN),
        ("/scope/public", Some("chief"), StatusCode::OK),
    ] {
        let mut request = TestRequest::get().uri(path);
        if let Some(role) = role {
            request = request.insert_header(("x-role", role));
        }
        let answer = try_call_service(&app, request.to_request()).await.unwrap();
        assert_eq!(answer.status(), expected, "{path} as {role:?}");
    }
}

#[test]
fn the_inventory_names_the_fields() {
    let security = Security::builder().authenticator(ByName).build().unwrap();
    let app = App::new(security)
        .route("/leaves/{id}", pc::patch().to(change))
        .route("/leaves", pc::post().to(add))
        .route("/generic", get().to(generic::<u8>));
    let routes = app.inventory();
    let names = |lists: &[pc::inventory::FieldList]| -> Vec<String> {
        lists.iter().map(|list| list.name.to_string()).collect()
    };
    let names: Vec<_> =
        routes.routes().iter().map(|it| (names(&it.input), names(&it.output))).collect();
    let all = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names[0], (all(&["LeafUpdate"]), all(&["LeafView"])));
    assert_eq!(names[1], (all(&["NewLeaf", "LeafQuery"]), all(&["&str"])));
    assert_eq!(names[2], (all(&[]), all(&["&str"])));
}
