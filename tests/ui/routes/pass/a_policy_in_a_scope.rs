//! The control of `fail/no_policy_in_a_scope`: the same file with a policy.
include!("../../vocabulary.rs");
portcullis::policy!(ADMINS: Permission = role(Admin));

#[portcullis::authenticated]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(portcullis::scope("/admin").authorize(ADMINS).service(reports));
}

fn main() {}
