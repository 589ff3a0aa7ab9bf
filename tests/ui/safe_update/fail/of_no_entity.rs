//! A DTO says of which entity it is.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeUpdate)]
#[safe_update(deny(id))]
struct NoteUpdate {
    author: Option<String>,
}

fn main() {}
