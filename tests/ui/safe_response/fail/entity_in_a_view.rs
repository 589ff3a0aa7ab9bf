//! An object in an object needs a view of its own.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    address: Address,
}

#[derive(Resource)]
#[resource(embedded)]
struct Address {
    geocode: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    address: Address,
}

fn main() {}
