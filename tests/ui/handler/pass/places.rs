//! Handlers in modules and function bodies; the same name in different places.
include!("../../vocabulary.rs");
use portcullis::{Rule as _, Security};

mod reports {
    pub(crate) mod archive {
        #[portcullis::require_permission("reports:read")]
        #[actix_web::get("/archive")]
        pub(crate) async fn list() -> &'static str {
            "archive"
        }
    }

    #[portcullis::require_permission("reports:write")]
    #[actix_web::get("/reports")]
    pub(super) async fn list() -> &'static str {
        "reports"
    }
}

#[portcullis::authenticated]
async fn list() -> &'static str {
    "outer"
}

fn app(security: Security<Permission>) {
    #[portcullis::require_permission("users:delete")]
    async fn list() -> &'static str {
        "inner"
    }

    assert_eq!(list::POLICY.to_string(), "permission(\"users:delete\")");
    let _ = portcullis::App::new(security)
        .service(reports::list)
        .service(reports::archive::list)
        .route("/list", portcullis::get().to(list));
}

fn main() {
    assert_eq!(list::POLICY.to_string(), "authenticated");
    assert_eq!(reports::list::POLICY.to_string(), "permission(\"reports:write\")");
    assert_eq!(reports::archive::list::POLICY.to_string(), "permission(\"reports:read\")");
    let _ = app;
}
