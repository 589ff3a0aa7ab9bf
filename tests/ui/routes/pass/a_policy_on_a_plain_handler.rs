//! The control of `fail/no_policy_on_a_plain_handler`: the same file with a policy.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).route("/reports", portcullis::get().to(reports));
}

fn main() {}
