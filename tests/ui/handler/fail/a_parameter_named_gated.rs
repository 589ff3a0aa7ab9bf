//! `Gated` marks a handler that is guarded already.
include!("../../vocabulary.rs");
struct Gated;

#[portcullis::authenticated]
async fn reports(_: Gated) -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
