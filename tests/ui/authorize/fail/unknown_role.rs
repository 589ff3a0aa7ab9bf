//! An unknown role inside a policy is refused.
include!("../../vocabulary.rs");
#[portcullis::authorize(any(role(Edtor), role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
