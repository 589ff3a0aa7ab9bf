//! Below the route attribute a policy guards, but cannot see the route.
include!("../../vocabulary.rs");
#[actix_web::get("/reports")]
#[portcullis::authenticated]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(reports);
}

fn main() {}
