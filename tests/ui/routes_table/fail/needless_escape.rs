//! A way around that nothing needs is removed.

use actix_web::get;
use portcullis::{owner_or_admin, routes};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, danger_unrelated(locale, reason = "a language"))]
#[get("/notes/{id}")]
async fn note() -> &'static str {
    "x"
}

routes!(NOTES = "/api", [note]);

fn main() {}
