//! A parameter is an extractor.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports(_: u32) -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
