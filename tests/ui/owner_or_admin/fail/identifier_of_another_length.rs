//! One parameter for each part of the identifier.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, id = ["folder", "id"])]
#[get("/notes/{folder}/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
