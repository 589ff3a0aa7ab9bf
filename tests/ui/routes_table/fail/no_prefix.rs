//! A table has a path.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::routes;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn note() -> &'static str {
    "x"
}

routes!(NOTES, [note]);

fn main() {}
