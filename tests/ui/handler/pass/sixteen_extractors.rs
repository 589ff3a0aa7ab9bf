//! The gate takes none of actix-web's sixteen places.
include!("../../vocabulary.rs");
use actix_web::HttpRequest as R;

#[portcullis::authenticated]
#[actix_web::get("/none")]
async fn none() -> &'static str { "" }

#[portcullis::authenticated]
#[actix_web::get("/sixteen")]
#[rustfmt::skip]
async fn sixteen(
    _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, _: R, last: R,
) -> String {
    last.path().to_owned()
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security).service(none).service(sixteen);
}

fn main() {}
