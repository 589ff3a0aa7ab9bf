//! One guard is about one resource.

use actix_web::get;
use portcullis::authorize;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[authorize(any(owner(Note), owner(Memo)))]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
