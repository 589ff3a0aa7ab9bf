//! Two route attributes need `#[routes]`.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
#[actix_web::get("/reports")]
#[actix_web::post("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
