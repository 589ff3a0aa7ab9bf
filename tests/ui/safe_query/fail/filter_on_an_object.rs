//! An object of its own is not compared.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id))]
struct UserQuery {
    address: Option<String>,
}

fn main() {}
