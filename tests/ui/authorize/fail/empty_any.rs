//! An empty `any` would allow nobody.
include!("../../vocabulary.rs");
#[portcullis::authorize(any())]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
