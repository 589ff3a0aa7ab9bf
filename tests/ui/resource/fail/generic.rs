//! An entity is one kind of object.

use portcullis::Resource;


#[derive(Resource)]
struct Note<T: 'static> {
    id: i64,
    text: T,
}

fn main() {}
