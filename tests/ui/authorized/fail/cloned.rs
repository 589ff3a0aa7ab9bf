//! A proof is used once.

use portcullis::Authorized;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

fn twice(note: Authorized<Note, Update>) -> [Authorized<Note, Update>; 2] {
    [note.clone(), note]
}

fn main() {}
