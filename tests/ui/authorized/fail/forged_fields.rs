//! Its fields are private.

use portcullis::Authorized;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

fn forge(note: Note) -> Authorized<Note, Update> {
    Authorized { object: note, action: core::marker::PhantomData }
}

fn main() {}
