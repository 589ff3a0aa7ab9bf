//! Conditions need a table.

use portcullis::Listing;

include!("../../vocabulary.rs");
include!("../../notes.rs");

fn push(memos: &Listing<Memo>, query: &mut sqlx::QueryBuilder<sqlx::Sqlite>) {
    memos.push_where(query);
}

fn main() {}
