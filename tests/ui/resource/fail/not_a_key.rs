//! Owners are compared with a subject.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owner = weight)]
struct Note {
    id: i64,
    weight: f64,
}

fn main() {}
