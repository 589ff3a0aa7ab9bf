//! The default service is a route of this crate.
include!("../../vocabulary.rs");
async fn missing() -> &'static str {
    "missing"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).default_service(actix_web::web::to(missing));
}

fn main() {}
