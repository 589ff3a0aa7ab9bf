//! A check sees the object that it is about.

use actix_web::get;
use portcullis::authorize;

include!("../../vocabulary.rs");
include!("../../notes.rs");

async fn is_fine(_: &portcullis::Principal<Permission>, _: &Memo) -> portcullis::Decision {
    portcullis::Decision::Allow
}

#[authorize(check(Note, is_fine))]
#[get("/notes/{id}")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
