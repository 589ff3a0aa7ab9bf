//! A field has the entity's type.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    name: String,
    nickname: Option<String>,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: String,
    name: String,
    nickname: String,
}

fn main() {}
