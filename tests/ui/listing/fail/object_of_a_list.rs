//! A list authorizes no single object.

use actix_web::get;
use portcullis::owner_or_admin;
use portcullis::Authorized;
use portcullis::resource::Read;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[owner_or_admin(Note, list)]
#[get("/notes")]
async fn handler(_note: Authorized<Note, Read>) -> &'static str {
    "x"
}

fn main() {}
