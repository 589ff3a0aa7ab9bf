//! Attributes that are not ours stay where they are.
include!("../../vocabulary.rs");
/// Documented.
#[portcullis::authenticated]
/// In the middle.
#[actix_web::get("/documented")]
/// Below.
#[allow(unused_variables)]
#[must_use = "it is an answer"]
async fn documented(body: String) -> &'static str {
    "documented"
}

#[allow(clippy::unused_async)]
#[portcullis::authenticated]
#[deprecated = "use `documented`"]
async fn outdated() -> &'static str {
    "outdated"
}

#[portcullis::authenticated]
async fn inner_attribute() -> &'static str {
    #![allow(unused_variables)]
    let unused = 3;
    "inner"
}

#[allow(deprecated)]
fn app(security: portcullis::Security<Permission>) {
    let _ = portcullis::App::new(security)
        .service(documented)
        .route("/outdated", portcullis::get().to(outdated))
        .route("/inner", portcullis::get().to(inner_attribute));
}

fn main() {}
