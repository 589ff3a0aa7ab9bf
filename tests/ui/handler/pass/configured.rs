//! `cfg` switches a handler and everything beside it on or off, wherever it stands.
include!("../../vocabulary.rs");
#[cfg(any())]
#[portcullis::require_permission("no:such")]
#[actix_web::get("/off")]
async fn off_above() -> Missing {}

#[portcullis::require_permission("no:such")]
#[cfg(any())]
#[actix_web::get("/off")]
async fn off_between() -> Missing {}

#[portcullis::require_permission("no:such")]
#[actix_web::get("/off")]
#[cfg(any())]
async fn off_below() -> Missing {}

#[portcullis::require_permission("no:such")]
#[cfg(any())]
async fn off_plain() -> Missing {}

#[cfg(all())]
#[portcullis::authenticated]
#[actix_web::get("/above")]
async fn on_above() -> &'static str { "" }

#[portcullis::authenticated]
#[cfg(all())]
#[actix_web::get("/between")]
async fn on_between() -> &'static str { "" }

#[portcullis::authenticated]
#[actix_web::get("/below")]
#[cfg(all())]
async fn on_below() -> &'static str { "" }

#[portcullis::authenticated]
#[cfg(all())]
async fn on_plain() -> &'static str { "" }

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(on_above)
        .service(on_between)
        .service(on_below)
        .route("/plain", portcullis::get().to(on_plain));
}

fn main() {}
