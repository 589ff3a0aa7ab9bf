//! The control of `fail/no_policy_on_a_default_service`: the same file with a policy.
include!("../../vocabulary.rs");
#[portcullis::public(reason = "answers unknown paths")]
async fn missing() -> &'static str {
    "missing"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).default_service(portcullis::route().to(missing));
}

fn main() {}
