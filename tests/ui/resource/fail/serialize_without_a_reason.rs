//! A way around says why.

use portcullis::Resource;


#[derive(Resource)]
#[resource(danger_allow_serialize)]
struct Note {
    id: i64,
}

fn main() {}
