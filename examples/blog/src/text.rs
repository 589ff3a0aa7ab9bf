//! `Text`: what clients may write into a column.

use serde::Deserialize;

const MOST_BYTES: usize = 20_000;

/// Neither empty nor endless, and without the NUL that no column on the server holds.
#[derive(Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Text(String);

impl TryFrom<String> for Text {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.trim().is_empty() {
            return Err("the text is empty");
        }
        if text.len() > MOST_BYTES {
            return Err("the text is too long");
        }
        if text.contains('\0') {
            return Err("the text contains NUL");
        }
        Ok(Self(text))
    }
}

impl Text {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, Text};

    #[test]
    fn what_no_column_should_hold_is_refused() {
        for text in ["", " \n", "a\0b", &"a".repeat(MOST_BYTES + 1)] {
            assert!(Text::try_from(text.to_owned()).is_err(), "{text:?}");
        }
        let longest = "a".repeat(MOST_BYTES);
        assert_eq!(Text::try_from(longest.clone()).ok().map(|text| text.0), Some(longest));
    }
}
