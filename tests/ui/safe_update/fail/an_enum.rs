//! A DTO has named fields.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(of = Note, deny(id, tenant, folder))]
enum NoteUpdate {
    Author(String),
}

fn main() {}
