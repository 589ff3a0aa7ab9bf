//! Every mistake is reported, each where it is.

use portcullis::allowlist::Visible;
use portcullis::{Resource, SafeQuery, SafeResponse};

#[path = "../../vocabulary.rs"]
mod vocabulary;
use vocabulary::Permission;

#[derive(Resource)]
#[resource(owner = id)]
struct User {
    id: i64,
    name: String,
    nickname: Option<String>,
    email: String,
    card: String,
    password_hash: String,
    address: Address,
}

#[derive(Resource)]
#[resource(embedded)]
struct Address {
    city: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User, hide(password_hash))]
struct UserView {
    id: i64,
    name: String,
    nickname: Option<String>,
    #[safe_response(permission("users:delete"))]
    email: Visible<String>,
    #[safe_response(mask = last4)]
    card: String,
    address: AddressView,
}

#[derive(SafeResponse)]
#[safe_response(of = Address)]
struct AddressView {
    city: String,
}

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
