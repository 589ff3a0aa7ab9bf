//! An alias changes nothing.

use actix_web::patch;
use portcullis::Authorized;
use portcullis::owner_or_admin;
use portcullis::resource::Delete;

include!("../../vocabulary.rs");
include!("../../notes.rs");

type Mine = Authorized<Note, Delete>;

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn handler(_note: Mine) -> &'static str {
    "x"
}

fn main() {}
