//! Public is not a condition.
include!("../../vocabulary.rs");
#[portcullis::authorize(any(public, role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
