//! Public and guarded contradict each other.
include!("../../vocabulary.rs");
#[portcullis::public(reason = "liveness probe")]
#[portcullis::require_permission("reports:read")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
