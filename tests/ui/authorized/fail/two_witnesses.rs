//! A guard provides one object.

use actix_web::patch;
use portcullis::Authorized;
use portcullis::owner_or_admin;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn handler(_a: Authorized<Note, Update>, _b: Authorized<Note, Update>) -> &'static str {
    "x"
}

fn main() {}
