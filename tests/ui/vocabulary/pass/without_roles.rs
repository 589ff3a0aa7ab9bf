//! A vocabulary without roles.
#[derive(portcullis::Permissions, Clone, Copy, Debug, PartialEq, Eq)]
#[permissions(no_roles)]
pub enum Permission {
    #[permission("reports:read")]
    ReadReports,
}

#[portcullis::require_permission("reports:read")]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(reports);
}

fn main() {}
