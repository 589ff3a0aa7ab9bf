//! Below the route attribute the method is not seen.

use actix_web::get;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[get("/notes/{id}")]
#[owner_or_admin(Note)]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
