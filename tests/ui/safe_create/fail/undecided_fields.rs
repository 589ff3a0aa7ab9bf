//! A field of the entity comes from nowhere.

use portcullis::SafeCreate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: String))]
struct NewNote {
    author: String,
}

fn main() {}
