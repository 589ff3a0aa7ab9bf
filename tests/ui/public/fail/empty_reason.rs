//! An empty reason is none.
include!("../../vocabulary.rs");
#[portcullis::public(reason = " ")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
