//! Another constant is not a policy.
include!("../../vocabulary.rs");
const LIMIT: u16 = 3;

#[portcullis::authorize(any(LIMIT, role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
