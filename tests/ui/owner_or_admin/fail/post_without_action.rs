//! POST does not tell what is done.

use actix_web::post;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[post("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
