//! Each part has a parameter of its own.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, id = ["id", "id"])]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
