//! A variant of another enum is not a role.
include!("../../vocabulary.rs");
#[portcullis::require_role(Permission::ReadReports)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
