//! One attribute takes one role.
include!("../../vocabulary.rs");
#[portcullis::require_role(Reader, Editor)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
