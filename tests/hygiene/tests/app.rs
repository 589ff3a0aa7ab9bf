//! The handlers of the crate in a running app.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, init_service, try_call_service};
use pc::authn::{Authentication, Authenticator, Outcome};
use pc::{App, Principal, Security, get, scope};
use portcullis_hygiene::Permission;
use portcullis_hygiene::handlers::{READERS, authenticated, everything, generic, public};

/// Believes the role that the request names.
struct ByName;

impl Authenticator<Permission> for ByName {
    fn authenticate(&self, request: &HttpRequest) -> Authentication<Permission> {
        let role = request.headers().get("x-role");
        match role.and_then(|role| role.to_str().ok()) {
            Some(role) => Outcome::Principal(Principal::builder("x").role_named(role).build()),
            None => Outcome::Anonymous,
        }
        .into()
    }
}

#[actix_web::test]
async fn the_app_runs_and_its_policies_hold() {
    let security = Security::builder().authenticator(ByName).build().unwrap();
    let inner = scope("/scope").authorize(READERS).route("/public", get().to(public));
    let app = App::new(security)
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
