//! One reason is enough.
include!("../../vocabulary.rs");
#[portcullis::public(reason = "liveness probe")]
#[portcullis::public(reason = "metrics")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
