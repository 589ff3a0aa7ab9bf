//! A table has a name.

use portcullis::Resource;


#[derive(Resource)]
#[resource(table = "notes; DROP TABLE notes")]
struct Note {
    id: i64,
}

fn main() {}
