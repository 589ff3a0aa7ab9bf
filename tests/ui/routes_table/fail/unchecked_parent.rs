//! The object must be of the parent in the path.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::routes;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[get("/shelves/{shelf}/notes/{id}")]
async fn note() -> &'static str {
    "x"
}

routes!(NOTES = "/api", [note]);

fn main() {}
