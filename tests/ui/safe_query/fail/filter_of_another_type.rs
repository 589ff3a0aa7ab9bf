//! A filter has the type of its field.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id))]
struct UserQuery {
    name: Option<i64>,
}

fn main() {}
