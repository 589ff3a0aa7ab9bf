//! A scope of actix-web would take anything.
include!("../../vocabulary.rs");
fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(actix_web::web::scope("/admin"));
}

fn main() {}
