//! Placeholders are counted by what binds them.

use actix_web::get;
use portcullis::{Listing, authorize};

include!("../../vocabulary.rs");
include!("../../notes.rs");

async fn is_friend(_: &portcullis::Principal<Permission>, _: &Note) -> portcullis::Decision {
    portcullis::Decision::Allow
}

#[authorize(check(Note, is_friend, sql = "{self}.friend = $1"), list)]
#[get("/notes")]
async fn handler(_notes: Listing<Note>) -> &'static str {
    "x"
}

fn main() {}
