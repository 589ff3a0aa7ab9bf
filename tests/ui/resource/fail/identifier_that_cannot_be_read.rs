//! The identifier comes from the path.

use portcullis::Resource;


struct Id(i64);

#[derive(Resource)]
struct Note {
    id: Id,
}

fn main() {}
