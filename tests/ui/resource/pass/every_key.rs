//! The control: every key, and fields of every kind.

use portcullis::Resource;
use portcullis::resource::{Column, Entity, Key, Value};

#[derive(Clone, Copy, Debug)]
struct UserId(u64);

impl std::str::FromStr for UserId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Column for UserId {
    fn to_value(&self) -> Value {
        self.0.to_value()
    }
}

impl Key for UserId {
    fn matches(&self, text: &str) -> bool {
        self.0.matches(text)
    }

    fn value_of(text: &str) -> Option<Value> {
        u64::value_of(text)
    }
}

#[derive(Resource, serde::Serialize, serde::Deserialize)]
#[resource(
    id = (r#type, number),
    owner = any(author, editor),
    tenant = tenant,
    parent = (folder, r#type),
    table = "app.notes",
    danger_allow_serialize(reason = "only ever in the job queue")
)]
struct Note {
    r#type: String,
    number: u32,
    #[serde(skip, default = "nobody")]
    author: UserId,
    editor: Option<Box<str>>,
    #[resource(column = "house", class = "internal")]
    tenant: Option<String>,
    folder: i8,
    #[resource(pinned)]
    version: i64,
    #[resource(sensitive, class = "pii")]
    text: Vec<u8>,
}

fn nobody() -> UserId {
    UserId(0)
}

fn main() {
    let note = Note {
        r#type: "memo".to_owned(),
        number: 7,
        author: UserId(1),
        editor: Some("ann".into()),
        tenant: None,
        folder: 3,
        version: 1,
        text: Vec::new(),
    };
    assert!(note.is_owned_by("1") && note.is_owned_by("ann"));
    assert!(!note.is_owned_by("01") && !note.is_owned_by("") && !note.is_of_tenant(""));
    assert!(note.agrees("folder", "3") && note.agrees("type", "memo") && !note.agrees("text", ""));
    assert_eq!(Note::ID, ["type", "number"]);
    let pinned: Vec<_> = Note::PINNED.iter().map(|column| column.name()).collect();
    assert_eq!(pinned, ["type", "number", "author", "editor", "house", "folder", "version"]);
    assert_eq!(Note::FIELDS.iter().filter(|field| field.is_sensitive).count(), 1);
    assert_eq!(Note::FIELDS[4].class, Some("internal"));
    assert_eq!(Note::ALLOWS_SERIALIZE, Some("only ever in the job queue"));
}
