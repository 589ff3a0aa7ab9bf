//! An entity cannot be read from a body.

use actix_web::{patch, web};
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn edit(note: web::Json<Note>) -> String {
    note.into_inner().author
}

fn main() {}
