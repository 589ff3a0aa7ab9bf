//! The chain of scope policies cannot be replaced by a `Gate` among the data of an app.

use actix_web::http::StatusCode;
use actix_web::test::{TestRequest, init_service, try_call_service};
use portcullis::authn::{Authentication, Authenticator, Outcome};
use portcullis::policy::{Node, Policy};
use portcullis::{
    App, Gate, Permissions, Principal, Security, get, policy, resource, route, scope,
};

#[derive(Permissions, Clone, Copy, PartialEq, Eq)]
#[permissions(no_roles)]
enum Permission {
    #[permission("admin:enter")]
    EnterAdmin,
}

policy!(ADMINS: Permission = permission("admin:enter"));

#[portcullis::authenticated]
async fn inside() -> &'static str {
    "inside"
}

/// Everybody is somebody; only those who say so may enter.
struct Anybody;

impl Authenticator<Permission> for Anybody {
    fn authenticate(&self, request: &actix_web::HttpRequest) -> Authentication<Permission> {
        let principal = Principal::builder("x");
        let principal = if request.headers().contains_key("x-admin") {
            principal.permission(Permission::EnterAdmin)
        } else {
            principal
        };
        Outcome::Principal(principal.build()).into()
    }
}

#[actix_web::test]
async fn a_gate_among_the_data_does_not_replace_the_policies_around_a_route() {
    let security = Security::builder().authenticator(Anybody).build().unwrap();
    let gate = || Gate::new(security.clone());
    let on_scope = scope("/scope")
        .authorize(ADMINS)
        .app_data(gate())
        .default_service(route().to(inside))
        .route("/x", get().to(inside));
    let in_configure = scope("/configure").authorize(ADMINS);
    let in_configure = in_configure.configure({
        let gate = gate();
        move |config| {
            config.app_data(gate).route("/x", get().to(inside));
        }
    });
    let on_resource = scope("/resource")
        .authorize(ADMINS)
        .service(resource("/x").app_data(gate()).route(get().to(inside)));
    let on_inner_scope = scope("/inner").authorize(ADMINS).service(
        scope("/deep")
            .app_data(gate())
            .route("/x", get().to(inside)),
    );
    let app = App::new(security.clone())
        .app_data(gate())
        .service(on_scope)
        .service(in_configure)
        .service(on_resource)
        .service(on_inner_scope);
    let app = init_service(app).await;
    for path in [
        "/scope/x",
        "/scope/none",
        "/configure/x",
        "/resource/x",
        "/inner/deep/x",
    ] {
        for (header, expected) in [
            ("x-nobody", StatusCode::FORBIDDEN),
            ("x-admin", StatusCode::OK),
        ] {
            let request = TestRequest::get().uri(path).insert_header((header, "1"));
            let answer = try_call_service(&app, request.to_request()).await.unwrap();
            assert_eq!(answer.status(), expected, "{path} with {header}");
        }
    }
}

#[test]
#[should_panic(expected = "beyond the end of its vocabulary")]
fn a_position_that_the_vocabulary_does_not_have_asks_for_something() {
    let policy: Policy<Permission> = Policy::new(Node::Permission(64));
    let nobody = Principal::builder("x").build();
    let decision = policy.decide_now(&nobody).unwrap();
    assert!(decision.is_allowed(), "reached without the check");
}
