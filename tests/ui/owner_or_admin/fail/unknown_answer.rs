//! Denied objects are answered in two ways.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, on_denied = unauthorized)]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
