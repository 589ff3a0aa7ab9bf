//! A view shows its own entity.

use portcullis::allowlist::View;
use portcullis::{Resource, SafeResponse};


#[derive(Resource)]
struct User {
    id: i64,
}

#[derive(Resource)]
struct Post {
    id: i64,
}

#[derive(SafeResponse)]
#[safe_response(of = User)]
struct UserView {
    id: i64,
}

fn show(post: Post) -> View<UserView> {
    View::of(post)
}

fn main() {}
