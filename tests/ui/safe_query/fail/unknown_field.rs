//! Filters and sort keys are fields.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id, nam))]
struct UserQuery {
    nicknam: Option<String>,
}

fn main() {}
