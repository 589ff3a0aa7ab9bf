//! The types are those of the entity.

use portcullis::SafeCreate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: i64), default(id))]
struct NewNote {
    folder: String,
    author: Option<String>,
}

fn main() {}
