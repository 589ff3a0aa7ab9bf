//! A reason is given once.
include!("../../vocabulary.rs");
#[portcullis::public(reason = "liveness probe", reason = "metrics")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
