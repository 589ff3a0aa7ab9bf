//! A variant of another enum is not a permission.
include!("../../vocabulary.rs");
#[portcullis::require_permission(Role::Reader)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
