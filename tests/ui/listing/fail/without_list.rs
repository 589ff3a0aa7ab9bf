//! A list needs a guard that says so.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::Listing;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn handler(_notes: Listing<Note>) -> &'static str {
    "x"
}

fn main() {}
