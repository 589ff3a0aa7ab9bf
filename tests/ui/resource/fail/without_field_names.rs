//! An entity has named fields.

use portcullis::Resource;


#[derive(Resource)]
struct Note(i64);

fn main() {}
