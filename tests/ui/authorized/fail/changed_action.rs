//! What may be read may not be deleted.

use portcullis::Authorized;
use portcullis::resource::Delete;
use portcullis::resource::Read;

include!("../../vocabulary.rs");
include!("../../notes.rs");

fn delete(_: Authorized<Note, Delete>) {}

fn read(note: Authorized<Note, Read>) {
    delete(note);
}

fn main() {}
