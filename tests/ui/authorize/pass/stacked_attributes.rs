//! Attributes hold together in every order around the route attribute.
include!("../../vocabulary.rs");
use portcullis::{Rule as _, authenticated, authorize, require_permission, require_role};

#[require_permission("reports:read")]
#[require_role(Admin)]
#[authorize(fresh(minutes = 5))]
#[actix_web::get("/above")]
async fn above() -> &'static str { "" }

#[require_permission("reports:read")]
#[actix_web::get("/around")]
#[require_role(Admin)]
#[authorize(fresh(minutes = 5))]
async fn around() -> &'static str { "" }

#[require_permission("reports:read")]
#[allow(unused)]
#[portcullis::require_role(Admin)]
/// Documented.
#[::portcullis::authorize(fresh(minutes = 5))]
async fn plain() -> &'static str { "" }

#[authenticated]
#[cfg_attr(all(), require_permission("reports:read"))]
#[cfg_attr(any(), require_permission("reports:write"))]
#[actix_web::get("/configured")]
async fn configured() -> &'static str { "" }

#[cfg_attr(all(), require_permission("reports:read"), actix_web::get("/hidden"))]
#[cfg_attr(all(), require_role(Admin))]
async fn hidden() -> &'static str { "" }

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(above)
        .service(around)
        .service(configured)
        .service(hidden)
        .route("/plain", portcullis::get().to(plain));
}

fn main() {
    let all = "all(permission(\"reports:read\"), role(admin), fresh(minutes = 5))";
    assert_eq!(above::POLICY.to_string(), all);
    assert_eq!(around::POLICY.to_string(), all);
    assert_eq!(plain::POLICY.to_string(), all);
    let text = configured::POLICY.to_string();
    assert_eq!(text, "all(authenticated, permission(\"reports:read\"))");
    let text = hidden::POLICY.to_string();
    assert_eq!(text, "all(permission(\"reports:read\"), role(admin))");
    let _ = app;
}
