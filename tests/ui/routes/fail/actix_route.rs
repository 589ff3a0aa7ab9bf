//! A route of actix-web would take anything.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", actix_web::web::get().to(reports));
}

fn main() {}
