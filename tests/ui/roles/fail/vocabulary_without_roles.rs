//! Permissions need roles, or the word that there are none.
#[derive(portcullis::Permissions, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

#[portcullis::require_permission("reports:read")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
