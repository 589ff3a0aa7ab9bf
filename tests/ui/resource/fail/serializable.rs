//! An entity does not go over the wire.

use portcullis::Resource;


#[derive(Resource, serde::Serialize)]
#[resource(owner = author)]
struct Note {
    id: i64,
    author: String,
}

fn main() {}
