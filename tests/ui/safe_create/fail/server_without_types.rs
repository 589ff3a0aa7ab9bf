//! The types of what the handler supplies are written down.

use portcullis::SafeCreate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant), default(id, folder))]
struct NewNote {
    author: String,
}

fn main() {}
