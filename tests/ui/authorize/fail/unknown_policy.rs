//! A name that is no policy is refused.
include!("../../vocabulary.rs");
#[portcullis::authorize(any(CAN_MODERATE, role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
