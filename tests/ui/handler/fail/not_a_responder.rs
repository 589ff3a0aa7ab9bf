//! A handler returns a responder.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports() -> u32 {
    3
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
