//! What only a handler knows cannot stand inside.

use portcullis::SafeCreate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(portcullis::Resource)]
#[resource(owner = author)]
struct Binder {
    id: i64,
    author: String,
    notes: Vec<Note>,
}

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: String), default(id, folder))]
struct NewNote {
    author: String,
}

#[derive(SafeCreate)]
#[safe_create(of = Binder, default(id))]
struct NewBinder {
    author: String,
    notes: Vec<NewNote>,
}

fn main() {}
