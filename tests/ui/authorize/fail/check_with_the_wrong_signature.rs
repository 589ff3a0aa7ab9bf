//! A check takes the principal and its surroundings.
include!("../../vocabulary.rs");
async fn in_office_hours() -> bool {
    true
}

#[portcullis::authorize(check(in_office_hours))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
