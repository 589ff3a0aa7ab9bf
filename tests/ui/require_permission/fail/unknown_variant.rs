//! An unknown variant is refused.
include!("../../vocabulary.rs");
#[portcullis::require_permission(Permission::DeleteUser)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
