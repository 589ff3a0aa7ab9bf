//! An empty `all` would allow everybody.
include!("../../vocabulary.rs");
#[portcullis::authorize(all())]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
