//! An unknown role is refused.
include!("../../vocabulary.rs");
#[portcullis::require_role(Edtor)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
