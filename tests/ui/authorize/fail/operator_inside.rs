//! Conditions are combined by words and commas.
include!("../../vocabulary.rs");
#[portcullis::authorize(any(role(Reader) || role(Admin)))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
