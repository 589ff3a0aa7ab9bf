//! A resource takes only handlers with a policy.
include!("../../vocabulary.rs");
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(portcullis::resource("/reports").to(reports));
}

fn main() {}
