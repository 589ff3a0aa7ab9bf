//! Unknown keys are refused.
include!("../../vocabulary.rs");
#[portcullis::authenticated(role = Reader)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
