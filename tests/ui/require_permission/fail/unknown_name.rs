//! An unknown permission suggests the nearest one.
include!("../../vocabulary.rs");
#[portcullis::require_permission("user:delete")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
