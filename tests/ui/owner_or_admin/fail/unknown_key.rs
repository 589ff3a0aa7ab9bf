//! A mistyped key is no key.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, on_deny = forbidden)]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
