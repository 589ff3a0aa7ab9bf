//! Each is reported.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owner = autor, tenant = house)]
struct Note {
    #[resource(sensible)]
    number: i64,
    author: String,
}

fn main() {}
