//! A route inside a scope needs a policy of its own, even if the scope has one.
include!("../../vocabulary.rs");
portcullis::policy!(ADMINS: Permission = role(Admin));

#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(portcullis::scope("/admin").authorize(ADMINS).service(reports));
}

fn main() {}
