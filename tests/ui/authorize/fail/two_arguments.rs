//! One attribute takes one condition.
include!("../../vocabulary.rs");
#[portcullis::authorize(role(Reader), role(Admin))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
