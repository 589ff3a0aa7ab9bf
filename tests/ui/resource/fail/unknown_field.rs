//! A relation is a field.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owner = autor, tenant = tenant)]
struct Note {
    id: i64,
    author: String,
}

fn main() {}
