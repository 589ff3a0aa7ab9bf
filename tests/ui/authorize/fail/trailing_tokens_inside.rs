//! Nothing follows a condition inside another.
include!("../../vocabulary.rs");
#[portcullis::authorize(not(role(Reader), role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
