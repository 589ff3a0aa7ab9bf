//! Several attributes on one handler: every one of them holds, wherever it stands.

use actix_web::{HttpResponse, get};
use portcullis::{App, authenticated, authorize, require_permission, require_role};
use portcullis_tests::client::send;
use portcullis_tests::server::Served;
use portcullis_tests::tokens::{claims, hs256, security, with};
use serde_json::json;

#[require_permission("users:delete")]
#[require_role(Editor)]
#[get("/both-above")]
async fn both_above() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[require_role(Editor)]
#[get("/around")]
#[require_permission("users:delete")]
async fn around() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[authenticated]
#[authorize(any(permission("users:delete"), scope("users.delete")))]
#[require_role(Editor)]
#[get("/three")]
async fn three() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[require_role(Editor)]
#[require_permission("users:delete")]
async fn plain() -> HttpResponse {
    HttpResponse::Ok().finish()
}

#[test]
fn every_stacked_attribute_holds() {
    let security = security();
    let served = Served::start(move || {
        App::new(security.clone())
            .service(both_above)
            .service(around)
            .service(three)
            .route("/plain", portcullis::get().to(plain))
    });
    let ask = |path: &str, roles: &[&str]| {
        let token = hs256(&with(claims("somebody", ""), "roles", Some(json!(roles))));
        let bearer = format!("Bearer {token}");
        send(served.address(), "GET", path, &[("authorization", &bearer)], None).status
    };
    for path in ["/both-above", "/around", "/three", "/plain"] {
        // Admin may delete users and is no editor; editors may not.
        assert_eq!(ask(path, &["admin"]), 403, "{path}");
        assert_eq!(ask(path, &["editor"]), 403, "{path}");
        assert_eq!(ask(path, &[]), 403, "{path}");
        assert_eq!(ask(path, &["admin", "editor"]), 200, "{path}");
    }
}
