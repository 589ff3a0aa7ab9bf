//! Arguments stand in parentheses.
include!("../../vocabulary.rs");
#[portcullis::require_role(Reader)]
#[portcullis::authenticated = "yes"]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
