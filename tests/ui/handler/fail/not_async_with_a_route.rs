//! A handler with a route attribute is asynchronous too.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
#[actix_web::get("/reports")]
fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(reports);
}

fn main() {}
