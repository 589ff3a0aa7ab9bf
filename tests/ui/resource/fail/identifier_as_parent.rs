//! An object is not its own parent.

use portcullis::Resource;


#[derive(Resource)]
#[resource(parent = id)]
struct Note {
    id: i64,
}

fn main() {}
