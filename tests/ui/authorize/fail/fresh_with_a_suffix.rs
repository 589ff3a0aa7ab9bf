//! A suffix that looks like a unit would be misread.
include!("../../vocabulary.rs");
#[portcullis::authorize(fresh(minutes = 5s))]
#[actix_web::get("/reports")]
async fn reports() -> &'static str {
    "reports"
}

fn main() {}
