//! Spellings: every way in which a request may try to set a field.

use serde_json::{Value, json};

use crate::scene::JSON;
use crate::write_table::{Field, Target};

const FORM: &str = "application/x-www-form-urlencoded";

/// What a spelling comes to, for somebody who reaches the object.
pub enum Meaning {
    /// The field is set to this, by whoever may set it.
    Sets(Value),
    /// The field is not touched, and the rest of the request is done.
    Nothing,
    /// Nobody may: these errors, and these where the field may be set by somebody.
    Refused(Vec<(String, &'static str)>, Vec<(String, &'static str)>),
    /// The type of the body is not one of these.
    Unsupported,
}

pub struct Spelling {
    pub content_type: &'static str,
    /// Behind the path.
    pub query: String,
    pub body: String,
    pub meaning: Meaning,
}

/// Every spelling of `field`, beside the members that a body has to have. `other` is a field that
/// everybody may set who reaches the object.
pub fn spellings(
    target: &Target,
    field: &Field,
    rest: &[&Field],
    other: Option<&Field>,
) -> Vec<Spelling> {
    let (name, value) = (field.name, field.value.to_string());
    let (upper, camel) = (name.to_uppercase(), camel(name));
    let one = |key: &str| format!("\"{key}\":{value}");
    let rest: Vec<_> = rest.iter().map(|it| (it.name, &it.value)).collect();
    let body = |member: &str| object(&rest, member);
    let json = |member: String, meaning| Spelling {
        content_type: JSON,
        query: String::new(),
        body: body(&member),
        meaning,
    };
    let form = |members: &str, meaning| Spelling {
        content_type: FORM,
        body: [&form(&rest), members].concat(),
        ..json(String::new(), meaning)
    };
    let sets = || Meaning::Sets(field.value.clone());
    let is_given = target.adds() && field.may_be_set();
    // Under another name it is unknown, and missing where it has to be there.
    let renamed = |pointer: &str| {
        let missing = is_given.then(|| (format!("/{name}"), "required"));
        refused([(format!("/{pointer}"), "not_allowed")].into_iter().chain(missing))
    };
    let twice = |first: &str, second: &str, pointer: &str| {
        let pointer = format!("/{pointer}");
        let unknown = vec![(format!("/{name}"), "not_allowed"), (pointer.clone(), "not_allowed")];
        json(
            [one(first), one(second)].join(","),
            Meaning::Refused(unknown, vec![(pointer, "duplicate")]),
        )
    };
    let wrong_type = || {
        let pointer = format!("/{name}");
        Meaning::Refused(vec![(pointer.clone(), "not_allowed")], vec![(pointer, "wrong_type")])
    };
    let text = field.value.as_str().map_or(value.clone(), str::to_owned);

    let mut spellings = vec![
        json(one(name), sets()),
        json(one(&escaped(name, 0)), sets()),
        json(one(&escaped(name, name.len() - 1)), sets()),
        json(
            format!("\"{name}\":null"),
            if field.is_nullable { Meaning::Sets(Value::Null) } else { wrong_type() },
        ),
        twice(name, name, name),
        twice(name, &escaped(name, 0), name),
        twice(name, &upper, &upper),
        twice(&camel, name, &camel),
        json(one(&upper), renamed(&upper)),
        json(one(&camel), renamed(&camel)),
        json(one(&format!("{name} ")), renamed(&format!("{name} "))),
        json(one(&format!("{name}\\u0000")), renamed(&format!("{name}\0"))),
        json(format!("\"x\":{{{}}}", one(name)), renamed("x")),
        json(format!("\"{name}\":[{value}]"), wrong_type()),
        Spelling {
            body: format!("[{}]", body(&one(name))),
            ..json(String::new(), refused([(String::new(), "wrong_type")]))
        },
        form(&format!("{name}={text}"), sets()),
        form(&format!("{name}={text}&{name}={text}"), twice(name, name, name).meaning),
        form(&format!("x[{name}]={text}"), renamed(&format!("x[{name}]"))),
        Spelling {
            content_type: "application/merge-patch+json",
            ..json(one(name), if target.adds() { Meaning::Unsupported } else { sets() })
        },
        Spelling { content_type: "text/plain", ..json(one(name), Meaning::Unsupported) },
    ];
    if let Some(other) = other {
        let nested = format!("\"{}\":{{{}}}", other.name, one(name));
        let rest: Vec<_> = rest.iter().copied().filter(|(key, _)| *key != other.name).collect();
        let missing = is_given.then(|| (format!("/{name}"), "required"));
        let errors = [(format!("/{}", other.name), "wrong_type")].into_iter().chain(missing);
        spellings.push(Spelling {
            body: object(&rest, &nested),
            ..json(String::new(), refused(errors))
        });
        let query = format!("?{name}={text}");
        let given = if is_given { format!(",{}", one(name)) } else { String::new() };
        let body = object(&rest, &format!("\"{}\":{}{given}", other.name, other.value));
        let meaning = if is_given { sets() } else { Meaning::Nothing };
        spellings.push(Spelling { query, body, ..json(String::new(), meaning) });
    }
    spellings
}

/// Errors whether or not somebody may set the field.
fn refused(errors: impl IntoIterator<Item = (String, &'static str)>) -> Meaning {
    let errors: Vec<_> = errors.into_iter().collect();
    Meaning::Refused(errors.clone(), errors)
}

/// The members of a form, each with its `&`.
fn form(rest: &[(&str, &Value)]) -> String {
    let members = rest.iter().map(|(key, value)| match value {
        Value::String(text) => format!("{key}={text}&"),
        value => format!("{key}={value}&"),
    });
    members.collect()
}

/// An object with `rest`, and then what is written out.
fn object(rest: &[(&str, &Value)], members: &str) -> String {
    let rest = rest.iter().map(|(key, value)| format!("{}:{value},", json!(key)));
    format!("{{{}{members}}}", rest.collect::<String>())
}

/// With one letter as its number in Unicode.
fn escaped(name: &str, at: usize) -> String {
    let letter = u32::from(name.as_bytes()[at]);
    format!("{}\\u{letter:04x}{}", &name[..at], &name[at + 1..])
}

/// `isBanned`; a single word gets a capital.
fn camel(name: &str) -> String {
    let capital = |word: &str| format!("{}{}", word[..1].to_uppercase(), &word[1..]);
    let mut words = name.split('_');
    let (first, rest) = (words.next().unwrap(), words.map(capital).collect::<String>());
    if rest.is_empty() { capital(first) } else { format!("{first}{rest}") }
}
