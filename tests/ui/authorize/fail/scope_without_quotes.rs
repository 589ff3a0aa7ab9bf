//! A scope is a string.
include!("../../vocabulary.rs");
#[portcullis::authorize(scope(reports))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
