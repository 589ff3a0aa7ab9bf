//! A mistyped key is no key.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owners = author)]
struct Note {
    id: i64,
    author: String,
}

fn main() {}
