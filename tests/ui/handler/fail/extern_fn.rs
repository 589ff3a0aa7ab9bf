//! A handler has no foreign calling convention.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async extern "C" fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
