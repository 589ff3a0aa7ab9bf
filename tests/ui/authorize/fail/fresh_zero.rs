//! Nothing is zero minutes fresh.
include!("../../vocabulary.rs");
#[portcullis::authorize(fresh(minutes = 0))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
