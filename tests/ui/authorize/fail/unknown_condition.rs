//! An unknown condition suggests the nearest one.
include!("../../vocabulary.rs");
#[portcullis::authorize(any(permision("reports:read"), role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
