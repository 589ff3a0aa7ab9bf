//! What a mask makes is a text.

use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
    card: String,
    phone: Option<String>,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    #[safe_response(mask = last4)]
    card: i64,
    #[safe_response(mask = last4)]
    phone: String,
}

fn main() {}
