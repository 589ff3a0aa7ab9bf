//! A parameter that is not compared says why.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, danger_unrelated(locale))]
#[get("/{locale}/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
