//! A column has a name.

use portcullis::Resource;


#[derive(Resource)]
struct Note {
    #[resource(column = "i\"d")]
    id: i64,
}

fn main() {}
