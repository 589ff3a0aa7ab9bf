//! What an object decides is neither reached nor denied in advance.

use actix_web::patch;
use portcullis::resource::Update;
use portcullis::{Authorized, assert_policies, owner_or_admin, routes};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note)]
#[patch("/folders/{folder}/notes/{id}")]
async fn edit_note(_note: Authorized<Note, Update>) -> &'static str {
    "x"
}

#[owner_or_admin(Note)]
#[patch("/notes/{id}")]
async fn move_note(_note: Authorized<Note, Update>) -> &'static str {
    "x"
}

routes!(NOTES = "", [edit_note, move_note]);
assert_policies!(
    NOTES: Reader reaches no PATCH, Reader reaches every PATCH, every PATCH requires owner
);

fn main() {}
