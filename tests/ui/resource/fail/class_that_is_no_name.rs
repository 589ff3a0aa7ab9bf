//! A data class has a name.

use portcullis::Resource;


#[derive(Resource)]
struct Note {
    #[resource(class = "")]
    id: i64,
}

fn main() {}
