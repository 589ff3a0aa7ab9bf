//! The action follows from the method.

use actix_web::patch;
use portcullis::Authorized;
use portcullis::owner_or_admin;
use portcullis::resource::Delete;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn handler(_note: Authorized<Note, Delete>) -> &'static str {
    "x"
}

fn main() {}
