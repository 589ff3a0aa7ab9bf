//! The control: a list with its SQL.

use actix_web::get;
use portcullis::authorize;
use portcullis::Listing;

include!("../../vocabulary.rs");
include!("../../notes.rs");

async fn is_friend(_: &portcullis::Principal<Permission>, _: &Note) -> portcullis::Decision {
    portcullis::Decision::Allow
}

#[authorize(any(owner(Note), check(Note, is_friend, sql = "{self}.friend = {subject}")), list)]
#[get("/notes")]
async fn handler(_notes: Listing<Note>) -> &'static str {
    "x"
}

fn push(notes: &Listing<Note>, query: &mut sqlx::QueryBuilder<sqlx::Sqlite>) {
    notes.push_where(query);
}

fn main() {
    let _ = push;
    let _ = |app: &mut portcullis::ServiceConfig<Permission>| {
        app.service(handler);
    };
}
