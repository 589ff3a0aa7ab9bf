//! The order of masked values tells what is behind the mask.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id, card))]
struct UserQuery {
    name: Option<String>,
}

fn main() {}
