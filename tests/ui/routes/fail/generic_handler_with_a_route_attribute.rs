//! A route attribute cannot say which type a generic handler is for.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
#[actix_web::get("/reports")]
async fn reports<T: Default>() -> &'static str {
    "reports"
}

fn main() {}
