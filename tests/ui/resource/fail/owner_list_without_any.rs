//! Several owners are an alternative.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owner = all(author, id))]
struct Note {
    id: i64,
    author: String,
}

fn main() {}
