//! A mistake in the policy of a scope is reported once.
include!("../../vocabulary.rs");
portcullis::policy!(READERS: Permission = permission("reports:raed"));

#[portcullis::authenticated]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(portcullis::scope("/reports").authorize(READERS).service(reports));
}

fn main() {}
