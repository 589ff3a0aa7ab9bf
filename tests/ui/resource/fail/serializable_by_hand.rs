//! An implementation by hand is one too.

use portcullis::Resource;


#[derive(Resource)]
#[resource(owner = author)]
struct Note {
    id: i64,
    author: String,
}

impl serde::Serialize for Note {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.author)
    }
}

fn main() {}
