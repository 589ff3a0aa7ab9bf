//! Each key is given once over all attributes.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::require_role;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, id = "id")]
#[require_role(Editor, id = "note")]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
