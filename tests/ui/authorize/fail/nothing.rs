//! A policy states something.
include!("../../vocabulary.rs");
#[portcullis::authorize]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
