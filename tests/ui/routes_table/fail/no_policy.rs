//! Every handler has a policy.

use actix_web::get;
use portcullis::routes;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[get("/notes")]
async fn notes() -> &'static str {
    "x"
}

routes!(NOTES = "/api", [notes]);

fn main() {}
