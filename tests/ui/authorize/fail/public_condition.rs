//! Public is not a condition.
include!("../../vocabulary.rs");
#[portcullis::authorize(public(reason = "liveness probe"))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
