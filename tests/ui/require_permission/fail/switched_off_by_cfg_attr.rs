//! A policy that is configured away is no policy.
include!("../../vocabulary.rs");
#[cfg_attr(any(), portcullis::authenticated)]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(reports);
}

fn main() {}
