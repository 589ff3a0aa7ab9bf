//! A view may show nothing.

use portcullis::{Resource, SafeResponse};

#[derive(Resource)]
struct User {
    id: i64,
}

#[derive(SafeResponse)]
#[safe_response(of = User, hide(id))]
struct UserView {}

fn main() {
    let user = User { id: 1 };
    let _ = user.id;
    assert_eq!(serde_json::to_string(&UserView::from(&user)).unwrap(), "{}");
}
