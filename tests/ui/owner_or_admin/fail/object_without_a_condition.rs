//! Keys about an object need one.

use actix_web::get;
use portcullis::require_role;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[require_role(Editor, on_denied = forbidden)]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
