//! The permission is not optional.
include!("../../vocabulary.rs");
#[portcullis::require_permission]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
