//! A filter on what nobody sees answers questions about it.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id))]
struct UserQuery {
    name: Option<String>,
    password_hash: Option<String>,
}

fn main() {}
