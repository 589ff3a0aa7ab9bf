//! `sanitize(..)` on what is no text.

use portcullis::{Resource, SafeUpdate};

#[derive(Resource)]
struct Post {
    id: i64,
    likes: i64,
}

#[derive(SafeUpdate)]
#[safe_update(of = Post, deny(id))]
struct PostUpdate {
    #[safe_update(sanitize(trim))]
    likes: Option<i64>,
}

fn main() {}
