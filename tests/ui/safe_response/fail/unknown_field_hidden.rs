//! What is hidden is there.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    password_hash: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User, hide(pasword_hash, password_hash))]
struct UserView {
    id: i64,
}

fn main() {}
