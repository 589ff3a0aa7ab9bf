//! What an object decides is neither denied nor allowed in advance.

use actix_web::patch;
use portcullis::resource::Update;
use portcullis::{Authorized, assert_policy, owner_or_admin};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[patch("/folders/{folder}/notes/{id}")]
async fn edit_note(_note: Authorized<Note, Update>) -> &'static str {
    "x"
}

assert_policy!(edit_note: denies Reader, allows Reader, requires owner);

fn main() {}
