//! A field was added to the entity, and nobody said whether clients may set it.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(portcullis::Resource)]
#[resource(owner = author)]
struct Post {
    id: i64,
    author: String,
    title: String,
    is_admin: bool,
    is_featured: bool,
}

#[derive(SafeUpdate)]
#[safe_update(of = Post, deny(id, author))]
struct PostUpdate {
    title: Option<String>,
}

fn main() {}
