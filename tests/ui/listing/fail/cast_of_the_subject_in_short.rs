//! Another spelling of a number is another subject.

use actix_web::get;
use portcullis::authorize;

include!("../../vocabulary.rs");
include!("../../notes.rs");

async fn is_friend(_: &portcullis::Principal<Permission>, _: &Note) -> portcullis::Decision {
    portcullis::Decision::Allow
}

#[authorize(check(Note, is_friend, sql = "{self}.friend = {subject}::bigint"), list)]
#[get("/notes")]
async fn handler() -> &'static str {
    "x"
}

fn main() {}
