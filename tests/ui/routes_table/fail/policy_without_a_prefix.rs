//! Policies of a table hold below its prefix.

use actix_web::get;
use portcullis::{owner_or_admin, policy, routes};

include!("../../vocabulary.rs");
include!("../../notes.rs");

policy!(EDITORS: Permission = role(Editor));

#[owner_or_admin(Note)]
#[get("/notes/{id}")]
async fn note() -> &'static str {
    "x"
}

routes!(NOTES = "", policy EDITORS, [note]);

fn main() {}
