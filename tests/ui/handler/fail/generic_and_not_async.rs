//! A stub of a generic handler can still be named.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
fn reports<T: 'static>() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports::<u8>));
}

fn main() {}
