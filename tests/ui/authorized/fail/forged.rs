//! Nobody but the gate can make one.

use portcullis::Authorized;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

fn granted(note: Note) -> Authorized<Note, Update> {
    Authorized::grant(note)
}

fn defaulted() -> Authorized<Note, Update> {
    Default::default()
}

fn converted(note: Note) -> Authorized<Note, Update> {
    note.into()
}

fn main() {}
