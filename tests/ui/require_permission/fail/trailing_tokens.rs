//! Nothing follows the permission but keys.
include!("../../vocabulary.rs");
#[portcullis::require_permission("reports:read" or "reports:write")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
