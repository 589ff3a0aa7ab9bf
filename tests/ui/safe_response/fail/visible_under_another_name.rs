//! Another name for `Visible` needs a rule as well.

use portcullis::{Resource, SafeResponse};

type Maybe = portcullis::allowlist::Visible<String>;

#[derive(Resource)]
struct User {
    id: i64,
    email: String,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
    email: Maybe,
}

fn main() {}
