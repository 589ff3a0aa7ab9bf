//! A view is written by its own rules alone.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
}

#[derive(SafeResponse, serde::Serialize)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
}

fn main() {}
