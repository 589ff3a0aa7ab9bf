//! An attribute on a parameter would be lost.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports(#[allow(unused)] body: String) -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
