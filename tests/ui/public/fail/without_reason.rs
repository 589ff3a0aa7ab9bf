//! A public route says why it is public.
include!("../../vocabulary.rs");
#[portcullis::public]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
