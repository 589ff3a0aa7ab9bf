//! Keys are separated by commas.
include!("../../vocabulary.rs");
#[portcullis::public(reason = "liveness probe" "metrics")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
