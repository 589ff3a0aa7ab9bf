//! All mistakes of a handler are reported at once.
include!("../../vocabulary.rs");
#[portcullis::authorize(any())]
#[portcullis::require_permission]
#[actix_web::get("/reports")]
fn reports() -> &'static str {
    "reports"
}

fn main() {}
