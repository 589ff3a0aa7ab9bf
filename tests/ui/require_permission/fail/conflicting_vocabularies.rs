//! The attributes of one handler speak one vocabulary.
include!("../../vocabulary.rs");
#[portcullis::require_permission("reports:read", vocabulary = Permission)]
#[portcullis::require_permission("reports:write", vocabulary = crate::Permission)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
