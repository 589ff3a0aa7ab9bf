//! A handler is not `unsafe`.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async unsafe fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
