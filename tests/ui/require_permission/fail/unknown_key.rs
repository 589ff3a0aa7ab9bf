//! Unknown keys are refused with a suggestion.
include!("../../vocabulary.rs");
#[portcullis::require_permission("reports:read", vocabulry = Permission)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
