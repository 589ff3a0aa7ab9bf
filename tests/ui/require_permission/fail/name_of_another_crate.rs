//! An attribute of another crate under one of our names is asked, and refuses.
include!("../../vocabulary.rs");
use actix_web::main as authenticated;

#[portcullis::require_permission("reports:read")]
#[authenticated]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
