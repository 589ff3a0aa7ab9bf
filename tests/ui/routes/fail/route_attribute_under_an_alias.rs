//! A route attribute is recognized by its name.
include!("../../vocabulary.rs");
use actix_web::get as fetch;

#[portcullis::authenticated]
#[fetch("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
