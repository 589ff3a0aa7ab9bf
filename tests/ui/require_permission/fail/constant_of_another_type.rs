//! A number is not a permission.
include!("../../vocabulary.rs");
const FIRST: u16 = 0;

#[portcullis::require_permission(FIRST)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
