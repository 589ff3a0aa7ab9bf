//! A scope is one word.
include!("../../vocabulary.rs");
#[portcullis::authorize(scope("reports.read reports.write"))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
