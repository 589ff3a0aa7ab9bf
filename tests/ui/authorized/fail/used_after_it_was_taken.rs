//! `into_inner` uses the proof up.

use portcullis::Authorized;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

fn write(_: Authorized<Note, Update>) {}

fn edit(note: Authorized<Note, Update>) {
    let _ = note.into_inner();
    write(note);
}

fn main() {}
