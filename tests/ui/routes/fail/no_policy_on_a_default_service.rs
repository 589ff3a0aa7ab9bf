//! What answers unknown paths needs a policy too.
include!("../../vocabulary.rs");
async fn missing() -> &'static str {
    "missing"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).default_service(portcullis::route().to(missing));
}

fn main() {}
