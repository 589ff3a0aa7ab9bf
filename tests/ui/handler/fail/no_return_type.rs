//! A handler answers with something.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports() {}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
