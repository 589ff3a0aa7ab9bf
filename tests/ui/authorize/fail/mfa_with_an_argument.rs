//! `mfa` takes none.
include!("../../vocabulary.rs");
#[portcullis::authorize(mfa("totp"))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
