//! A key is given once.
include!("../../vocabulary.rs");
#[portcullis::require_permission("reports:read", vocabulary = Permission, vocabulary = Permission)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
