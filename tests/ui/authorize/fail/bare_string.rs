//! A string alone is no condition.
include!("../../vocabulary.rs");
#[portcullis::authorize("reports:read")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
