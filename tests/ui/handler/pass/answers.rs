//! Whatever a handler may return, a guarded one may.
include!("../../vocabulary.rs");
use actix_web::{Either, HttpResponse, Responder, get, web};

#[portcullis::authenticated]
#[get("/impl")]
async fn opaque() -> impl Responder {
    "opaque"
}

#[portcullis::authenticated]
#[get("/result")]
async fn result(body: String) -> Result<HttpResponse, actix_web::Error> {
    let number: u32 = body.parse().map_err(actix_web::error::ErrorBadRequest)?;
    Ok(HttpResponse::Ok().body(number.to_string()))
}

#[portcullis::authenticated]
#[get("/early")]
async fn early(body: String) -> Either<&'static str, HttpResponse> {
    if body.is_empty() {
        return Either::Left("empty");
    }
    Either::Right(HttpResponse::Ok().finish())
}

#[portcullis::authenticated]
async fn borrowed(shared: web::Data<std::sync::Mutex<Vec<u8>>>) -> String {
    shared.lock().unwrap().len().to_string()
}

fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(opaque)
        .service(result)
        .service(early)
        .route("/borrowed", portcullis::get().to(borrowed));
}

fn main() {}
