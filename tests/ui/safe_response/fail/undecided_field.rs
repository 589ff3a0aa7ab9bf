//! A field of the entity is shown or hidden.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    name: String,
    is_banned: bool,
    password_hash: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    name: String,
}

fn main() {}
