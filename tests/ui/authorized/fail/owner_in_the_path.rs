//! The owner in the path loads nothing.

use actix_web::patch;
use portcullis::Authorized;
use portcullis::owner_or_admin;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(id = "author")]
#[patch("/authors/{author}/notes/{id}")]
async fn handler(_note: Authorized<Note, Update>) -> &'static str {
    "x"
}

fn main() {}
