//! The reason is a string.
include!("../../vocabulary.rs");
#[portcullis::public(reason)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
