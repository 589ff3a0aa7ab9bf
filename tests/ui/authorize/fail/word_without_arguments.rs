//! A word that takes arguments needs them.
include!("../../vocabulary.rs");
#[portcullis::authorize(any(permission, mfa))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
