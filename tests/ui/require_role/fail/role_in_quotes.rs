//! A role is a variant.
include!("../../vocabulary.rs");
#[portcullis::require_role("editor")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
