//! A policy is recognized by its name: under another one it would be a second guard.
include!("../../vocabulary.rs");
use portcullis::require_permission as needs;

#[portcullis::authenticated]
#[needs("reports:read")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
