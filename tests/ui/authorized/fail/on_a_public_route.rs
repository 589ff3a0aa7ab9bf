//! Nobody is authorized on a public route.

use actix_web::patch;
use portcullis::Authorized;
use portcullis::public;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[public(reason = "a test")]
#[patch("/notes/{id}")]
async fn handler(_note: Authorized<Note, Update>) -> &'static str {
    "x"
}

fn main() {}
