//! A filter may be left out.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id))]
struct UserQuery {
    name: String,
}

fn main() {}
