//! A finished object is nothing before the policy has allowed it.

use portcullis::allowlist::New;
use portcullis::resource::Create;
use portcullis::{Authorized, SafeCreate};

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(SafeCreate)]
#[safe_create(of = Note, server(tenant: String, author: String), default(id))]
struct NewNote {
    folder: i64,
}

fn store(_: Authorized<Note, Create>) {}

fn add(new: New<NewNote>) {
    let server = NewNoteServer { tenant: String::new(), author: String::new() };
    store(new.into_entity(server));
}

fn main() {}
