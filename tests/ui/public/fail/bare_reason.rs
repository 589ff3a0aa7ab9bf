//! The reason is named.
include!("../../vocabulary.rs");
#[portcullis::public("liveness probe")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
