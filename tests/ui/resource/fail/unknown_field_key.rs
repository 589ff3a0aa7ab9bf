//! A mistyped key is no key.

use portcullis::Resource;


#[derive(Resource)]
struct Note {
    id: i64,
    #[resource(sensible)]
    text: String,
}

fn main() {}
