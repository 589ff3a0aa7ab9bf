//! Keys are separated by commas.
include!("../../vocabulary.rs");
#[portcullis::authenticated(vocabulary = Permission mfa)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
