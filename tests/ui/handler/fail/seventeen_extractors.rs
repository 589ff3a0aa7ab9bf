//! actix-web takes sixteen extractors.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
#[rustfmt::skip]
async fn reports(
    _: String, _: String, _: String, _: String, _: String, _: String, _: String, _: String,
    _: String, _: String, _: String, _: String, _: String, _: String, _: String, _: String,
    _: String,
) -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
