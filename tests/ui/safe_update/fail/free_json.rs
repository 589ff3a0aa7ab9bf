//! A map has fields that nobody allowed.

use portcullis::SafeUpdate;

include!("../../vocabulary.rs");
include!("../../notes.rs");

#[derive(portcullis::Resource)]
#[resource(owner = author)]
struct Post {
    id: i64,
    author: String,
    settings: std::collections::HashMap<String, String>,
}

#[derive(SafeUpdate)]
#[safe_update(of = Post, deny(id, author))]
struct PostUpdate {
    settings: Option<std::collections::HashMap<String, String>>,
}

fn main() {}
