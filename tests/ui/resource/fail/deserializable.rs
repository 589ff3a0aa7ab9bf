//! An entity does not come over the wire.

use portcullis::Resource;


#[derive(Resource, serde::Deserialize)]
#[resource(owner = author)]
struct Note {
    id: i64,
    author: String,
}

fn main() {}
