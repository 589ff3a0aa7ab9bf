//! A field with a rule can be absent.

use portcullis::{Resource, SafeResponse};

include!("../../vocabulary.rs");

#[derive(Resource)]
#[resource(owner = id)]
struct User {
    id: i64,
    email: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    #[safe_response(owner)]
    email: String,
}

fn main() {}
