//! Unknown keys are refused.
include!("../../vocabulary.rs");
#[portcullis::require_role(Reader, tenant = Acme)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
