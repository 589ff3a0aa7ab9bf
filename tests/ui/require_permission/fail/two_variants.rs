//! One attribute takes one permission.
include!("../../vocabulary.rs");
#[portcullis::require_permission(Permission::ReadReports, Permission::WriteReports)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
