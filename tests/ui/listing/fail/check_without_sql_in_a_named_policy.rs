//! A list asks the database.

use actix_web::get;
use portcullis::authorize;
use portcullis::policy;

include!("../../vocabulary.rs");
include!("../../notes.rs");

async fn is_friend(_: &portcullis::Principal<Permission>, _: &Note) -> portcullis::Decision {
    portcullis::Decision::Allow
}

policy!(FRIENDS: Permission = not(check(Note, is_friend)));

#[authorize(FRIENDS, object = Note, list)]
#[get("/notes")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
