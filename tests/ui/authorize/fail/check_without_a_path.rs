//! A check is named by its path.
include!("../../vocabulary.rs");
#[portcullis::authorize(check(|_, _| true))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
