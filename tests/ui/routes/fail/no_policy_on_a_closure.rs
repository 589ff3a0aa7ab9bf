//! A closure cannot carry a policy, so it is not accepted.
include!("../../vocabulary.rs");
fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .route("/reports", portcullis::get().to(|| async { "reports" }));
}

fn main() {}
