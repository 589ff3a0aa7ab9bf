//! The control of `fail/no_policy_on_a_route`: the same file with a policy.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(reports);
}

fn main() {}
