//! Without a guard there is nothing to extract.

use portcullis::Authorized;
use portcullis::resource::Update;

include!("../../vocabulary.rs");
include!("../../notes.rs");

async fn edit(note: Authorized<Note, Update>) -> String {
    note.author.clone()
}

fn main() {
    let _ = actix_web::web::patch().to(edit);
}
