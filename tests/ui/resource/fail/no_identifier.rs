//! An entity has an identifier.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owner = author)]
struct Note {
    number: i64,
    author: String,
}

fn main() {}
