//! A page cannot go on behind null.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(nickname))]
struct UserQuery {}

fn main() {}
