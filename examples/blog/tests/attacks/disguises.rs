//! The ways in which a body names a field.

/// What happens to a body in which the field itself would be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// It sets the field.
    Sets,
    /// It empties the field.
    Empties,
    /// It is refused, whoever sends it.
    Wrong,
}

pub struct Disguise {
    pub meaning: Meaning,
    pub content_type: &'static str,
    pub body: String,
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// A body that sets `field` to `value`, in every disguise. `other` is a text field that may be set.
pub fn disguises(field: &str, value: &str, other: &str) -> Vec<Disguise> {
    let json = |meaning, body| Disguise { meaning, content_type: JSON, body };
    let first = field.chars().next().unwrap();
    let escaped = format!("\\u{:04x}{}", u32::from(first), &field[first.len_utf8()..]);
    let in_form = value.trim_matches('"').replace('@', "%40");
    vec![
        json(Meaning::Sets, format!("{{\"{field}\":{value}}}")),
        json(Meaning::Sets, format!("{{\"{escaped}\":{value}}}")),
        json(Meaning::Empties, format!("{{\"{field}\":null}}")),
        json(Meaning::Wrong, format!("{{\"{field}\":{value},\"{field}\":{value}}}")),
        json(Meaning::Wrong, format!("{{\"{field}\":{value},\"{escaped}\":{value}}}")),
        json(Meaning::Wrong, format!("{{\"{}\":{value}}}", field.to_uppercase())),
        json(Meaning::Wrong, format!("{{\"{}\":{value}}}", camel(field))),
        json(Meaning::Wrong, format!("{{\"{other}\":{{\"{field}\":{value}}}}}")),
        json(Meaning::Wrong, format!("{{\"{field}\":{{\"{field}\":{value}}}}}")),
        json(Meaning::Wrong, format!("{{\"{field}\":[{value}]}}")),
        json(Meaning::Wrong, format!("[{{\"{field}\":{value}}}]")),
        json(Meaning::Wrong, format!("{{\"nonsense\":1,\"{field}\":{value}}}")),
        Disguise {
            meaning: Meaning::Sets,
            content_type: "application/merge-patch+json",
            body: format!("{{\"{field}\":{value}}}"),
        },
        Disguise { meaning: Meaning::Sets, content_type: FORM, body: format!("{field}={in_form}") },
        Disguise {
            meaning: Meaning::Wrong,
            content_type: FORM,
            body: format!("{field}={in_form}&{field}={in_form}"),
        },
    ]
}

/// Another spelling of the same word.
fn camel(field: &str) -> String {
    let words = field.split('_').map(|word| {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
    });
    words.collect()
}
