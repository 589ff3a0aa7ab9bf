//! One guard is for one action.

use actix_web::route;
use portcullis::owner_or_admin;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[route("/notes/{id}", method = "GET", method = "DELETE")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
