//! A route without a policy is not accepted.
include!("../../vocabulary.rs");
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(reports);
}

fn main() {}
