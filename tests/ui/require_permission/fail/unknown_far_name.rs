//! An unknown permission that is near none says where they are declared.
include!("../../vocabulary.rs");
#[portcullis::require_permission("billing:refund")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
