//! Public and guarded contradict each other, wherever they stand.
include!("../../vocabulary.rs");
#[portcullis::require_permission("reports:read")]
#[actix_web::get("/reports")]
#[portcullis::public(reason = "liveness probe")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
