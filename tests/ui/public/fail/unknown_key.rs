//! Unknown keys are refused with a suggestion.
include!("../../vocabulary.rs");
#[portcullis::public(reson = "liveness probe")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
