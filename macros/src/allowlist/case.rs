//! `Case`: the conventions by which `rename_all` turns field names into keys, spelt as serde spells
//! them.

use syn::LitStr;

use crate::suggest;

/// A convention.
#[derive(Clone, Copy)]
pub(super) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

const NAMES: &[(&str, Case)] = &[
    ("lowercase", Case::Lower),
    ("UPPERCASE", Case::Upper),
    ("PascalCase", Case::Pascal),
    ("camelCase", Case::Camel),
    ("snake_case", Case::Snake),
    ("SCREAMING_SNAKE_CASE", Case::ScreamingSnake),
    ("kebab-case", Case::Kebab),
    ("SCREAMING-KEBAB-CASE", Case::ScreamingKebab),
];

impl Case {
    pub(super) fn parse(literal: &LitStr) -> syn::Result<Self> {
        let word = literal.value();
        let found = NAMES.iter().find(|(name, _)| *name == word);
        found.map(|(_, case)| *case).ok_or_else(|| {
            let known: Vec<_> = NAMES.iter().map(|(name, _)| *name).collect();
            let hint = suggest::hint(&word, &known);
            syn::Error::new(literal.span(), format!("unknown convention `{word}`{hint}"))
        })
    }

    /// The key of a field.
    pub(super) fn apply(self, field: &str) -> String {
        match self {
            Self::Lower | Self::Snake => field.to_owned(),
            Self::Upper | Self::ScreamingSnake => field.to_ascii_uppercase(),
            Self::Kebab => field.replace('_', "-"),
            Self::ScreamingKebab => field.to_ascii_uppercase().replace('_', "-"),
            Self::Pascal => pascal(field),
            Self::Camel => {
                let pascal = pascal(field);
                let mut letters = pascal.chars();
                let first = letters.next().map(|first| first.to_ascii_lowercase());
                first.into_iter().chain(letters).collect()
            }
        }
    }
}

fn pascal(field: &str) -> String {
    let mut key = String::new();
    let mut is_start = true;
    for letter in field.chars() {
        match letter {
            '_' => is_start = true,
            _ if is_start => {
                key.push(letter.to_ascii_uppercase());
                is_start = false;
            }
            _ => key.push(letter),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn keys_are_what_serde_makes_of_them() {
        let expected = [
            "first_name2",
            "FIRST_NAME2",
            "FirstName2",
            "firstName2",
            "first_name2",
            "FIRST_NAME2",
            "first-name2",
            "FIRST-NAME2",
        ];
        for ((name, case), expected) in NAMES.iter().zip(expected) {
            assert_eq!(case.apply("first_name2"), expected, "{name}");
        }
    }
}
