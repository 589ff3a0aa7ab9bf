// A user and a view of it, which the cases about queries share.

use portcullis::allowlist::Visible;
use portcullis::{Resource, SafeResponse};

include!("../vocabulary.rs");

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
