//! Being authenticated takes no argument.
include!("../../vocabulary.rs");
#[portcullis::authenticated(Reader)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
