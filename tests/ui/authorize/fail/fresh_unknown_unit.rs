//! An unknown unit is refused.
include!("../../vocabulary.rs");
#[portcullis::authorize(fresh(hours = 1))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
