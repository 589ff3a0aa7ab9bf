//! An entity has fields.

use portcullis::Resource;


#[derive(Resource)]
enum Note {
    Short,
}

fn main() {}
