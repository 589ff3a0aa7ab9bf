//! A limit that overflows is none.
include!("../../vocabulary.rs");
#[portcullis::authorize(fresh(minutes = 99999999999))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
