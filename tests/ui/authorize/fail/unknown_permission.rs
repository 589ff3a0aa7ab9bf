//! An unknown permission inside a policy suggests the nearest one.
include!("../../vocabulary.rs");
#[portcullis::authorize(any(permission("reports:raed"), role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
