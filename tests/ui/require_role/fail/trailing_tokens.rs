//! Nothing follows the role but keys.
include!("../../vocabulary.rs");
#[portcullis::require_role(Reader | Editor)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
