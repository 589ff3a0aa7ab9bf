//! An alias below the route attribute is refused as well.
include!("../../vocabulary.rs");
use portcullis::require_permission as needs;

#[portcullis::authenticated]
#[actix_web::get("/reports")]
#[needs("reports:read")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
