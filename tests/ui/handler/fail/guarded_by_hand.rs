//! The gate is added by the attribute, not by hand.
include!("../../vocabulary.rs");
enum Self_ {}

#[portcullis::authenticated]
async fn reports(_: portcullis::Gated<Self_, ()>) -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
