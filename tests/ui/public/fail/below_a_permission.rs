//! Public and guarded contradict each other.
include!("../../vocabulary.rs");
#[portcullis::require_permission("reports:read")]
#[portcullis::public(reason = "liveness probe")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
