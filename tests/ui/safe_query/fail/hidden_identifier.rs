//! A cursor names the identifier of a row, and clients can read it.

use portcullis::{Resource, SafeQuery, SafeResponse};

#[derive(Resource)]
#[resource(owner = id)]
struct User {
    id: i64,
    name: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User, hide(id))]
struct UserView {
    name: String,
}

#[derive(SafeQuery)]
#[safe_query(of = UserView, sort(name))]
struct UserQuery {}

fn main() {}
