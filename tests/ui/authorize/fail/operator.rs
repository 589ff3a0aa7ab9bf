//! Conditions are combined by words.
include!("../../vocabulary.rs");
#[portcullis::authorize(permission("reports:read") || role(Admin))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
