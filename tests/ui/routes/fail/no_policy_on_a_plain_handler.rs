//! A plain function without a policy is not accepted.
include!("../../vocabulary.rs");
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
