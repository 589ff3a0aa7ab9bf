//! Each key is given once.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owner = author)]
#[resource(owner = id)]
struct Note {
    id: i64,
    author: String,
}

fn main() {}
