//! The handler supplies all of them.

use portcullis::SafeCreate;
use portcullis::allowlist::{Draft, New};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: String, author: String), default(id))]
struct NewNote {
    folder: i64,
}

fn add(new: New<NewNote>) -> Draft<Note> {
    new.into_entity(NewNoteServer { tenant: String::new() })
}

fn main() {}
