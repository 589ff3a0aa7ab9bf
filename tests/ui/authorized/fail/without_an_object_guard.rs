//! A guard about functions authorizes no object.

use actix_web::patch;
use portcullis::Authorized;
use portcullis::authenticated;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[authenticated]
#[patch("/notes/{id}")]
async fn handler(_note: Authorized<Note, Update>) -> &'static str {
    "x"
}

fn main() {}
