//! A negation needs a condition.
include!("../../vocabulary.rs");
#[portcullis::authorize(not())]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
