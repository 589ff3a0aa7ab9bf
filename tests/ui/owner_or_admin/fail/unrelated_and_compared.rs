//! What is compared needs no way around.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, danger_unrelated(folder, reason = "why not"))]
#[get("/folders/{folder}/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
