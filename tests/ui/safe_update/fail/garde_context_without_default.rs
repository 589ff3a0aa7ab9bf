//! Rules of garde that need something that nobody has.

use portcullis::{Resource, SafeUpdate};

#[derive(Resource)]
struct Post {
    id: i64,
    title: String,
}

struct Database;

#[derive(SafeUpdate, garde::Validate)]
#[safe_update(of = Post, deny(id))]
#[garde(context(Database))]
struct PostUpdate {
    #[garde(length(min = 1))]
    title: Option<String>,
}

fn main() {}
