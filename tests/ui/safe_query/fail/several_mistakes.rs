//! Every mistake is reported, each where it is.

use portcullis::SafeQuery;

include!("../user.rs");

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(id, id))]
struct UserQuery {
    #[safe_query(permission("users:delete"))]
    email: Option<String>,
}

#[derive(SafeQuery)]
#[safe_query(of = UserView, page(default = 200, most = 100))]
struct LongPages {}

#[derive(SafeQuery)]
#[safe_query(of = UserView, page(default = 20, most = 1000000))]
struct EndlessPages {}

#[derive(SafeQuery)]
#[safe_query(of = UserView, sorted(id))]
struct Misspelt {}

#[derive(SafeQuery)]
#[safe_query(sort(id))]
struct OfNothing {}

#[derive(SafeQuery)]
#[safe_query(of = UserView)]
struct Unit;

fn main() {}
