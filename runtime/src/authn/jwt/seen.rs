//! `Seen`: the value of a member of a header or of claims, as far as it is needed.

use core::fmt;
use std::borrow::Cow;
use std::sync::LazyLock;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::names::Names;
use super::unique_json::{Name, Skip};

/// The value of a member.
#[derive(Debug, PartialEq)]
pub(super) enum Seen<'de> {
    /// A string.
    Text(Cow<'de, str>),
    /// A finite number.
    Number(f64),
    /// An array of strings alone.
    Texts(Vec<Cow<'de, str>>),
    /// Anything else.
    Other,
}

impl Seen<'_> {
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// The only member of what stands for a number where another crate of the app turns on
/// `arbitrary_precision` of `serde_json`.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether it does. Otherwise an object with such a member is an object.
static NUMBERS_ARE_OBJECTS: LazyLock<bool> = LazyLock::new(|| {
    let text = format!(r#"{{"{NUMBER}":"1"}}"#);
    serde_json::from_str::<Value>(&text).is_ok_and(|value| value.is_number())
});

/// Reads a value, and looks for duplicates in it.
pub(super) struct Keep<'w, 'de>(pub(super) &'w mut Names<'de>);

impl<'de> DeserializeSeed<'de> for Keep<'_, 'de> {
    type Value = Seen<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keep<'_, 'de> {
    type Value = Seen<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Seen<'de>, A::Error> {
        let mut object = self.0.enter();
        let mut number = None;
        while let Some(name) = access.next_key_seed(Name)? {
            let is_number = name == NUMBER && *NUMBERS_ARE_OBJECTS;
            self.0.add(&mut object, name);
            if is_number {
                let digits: String = access.next_value()?;
                number = digits.parse().ok().filter(|number: &f64| number.is_finite());
            } else {
                access.next_value_seed(Skip(self.0))?;
            }
        }
        self.0.leave(&object);
        Ok(number.map_or(Seen::Other, Seen::Number))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Seen<'de>, A::Error> {
        let mut texts = Vec::new();
        let mut is_mixed = false;
        while let Some(element) = access.next_element_seed(Keep(self.0))? {
            match element {
                Seen::Text(text) => texts.push(text),
                _ => is_mixed = true,
            }
        }
        Ok(if is_mixed { Seen::Other } else { Seen::Texts(texts) })
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Seen<'de>, E> {
        Ok(Seen::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Seen<'de>, E> {
        Ok(Seen::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Seen<'de>, E> {
        Ok(Seen::Other)
    }

    #[expect(clippy::cast_precision_loss, reason = "a time past 2^53 seconds may be off by some")]
    fn visit_u64<E: Error>(self, number: u64) -> Result<Seen<'de>, E> {
        Ok(Seen::Number(number as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "a time past 2^53 seconds may be off by some")]
    fn visit_i64<E: Error>(self, number: i64) -> Result<Seen<'de>, E> {
        Ok(Seen::Number(number as f64))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Seen<'de>, E> {
        Ok(if number.is_finite() { Seen::Number(number) } else { Seen::Other })
    }

    fn visit_unit<E: Error>(self) -> Result<Seen<'de>, E> {
        Ok(Seen::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authn::jwt::unique_json::{Members, Rejected, read_object};

    struct Only<'de>(Option<Seen<'de>>);

    impl<'de> Members<'de> for Only<'de> {
        fn place(&mut self, name: &str) -> Option<&mut Option<Seen<'de>>> {
            (name == "wanted").then_some(&mut self.0)
        }
    }

    fn see(value: &str) -> Result<Option<Seen<'static>>, Rejected> {
        let text = format!(r#"{{"other":7,"wanted":{value},"last":"x"}}"#).leak();
        let mut only = Only(None);
        read_object(text.as_bytes(), &mut only).map(|()| only.0)
    }

    #[test]
    fn values_are_seen_as_what_they_are() {
        let text = |text: &'static str| Seen::Text(text.into());
        for (value, expected) in [
            (r#""a""#, text("a")),
            (r#""""#, text("")),
            (r#""\u0061\n""#, text("a\n")),
            ("7", Seen::Number(7.0)),
            ("-7", Seen::Number(-7.0)),
            ("7.5", Seen::Number(7.5)),
            ("1e3", Seen::Number(1000.0)),
            ("18446744073709551615", Seen::Number(18_446_744_073_709_551_615.0)),
            ("99999999999999999999999999", Seen::Number(1e26)),
            ("[]", Seen::Texts(Vec::new())),
            (r#"["a","b"]"#, Seen::Texts(vec!["a".into(), "b".into()])),
            (r#"["a",7]"#, Seen::Other),
            (r#"[["a"]]"#, Seen::Other),
            (r#"["a",null]"#, Seen::Other),
            ("null", Seen::Other),
            ("true", Seen::Other),
            ("{}", Seen::Other),
            (r#"{"a":"b"}"#, Seen::Other),
        ] {
            assert_eq!(see(value), Ok(Some(expected)), "{value}");
        }
        assert_eq!(see(r#"[{"a":1,"a":1}]"#), Err(Rejected::Duplicate));
        assert_eq!(see(r#"{"a":1,"a":1}"#), Err(Rejected::Duplicate));
    }

    #[test]
    fn an_object_that_looks_like_a_number_is_none() {
        let number = format!(r#"{{"{NUMBER}":"4102444800"}}"#);
        let is_number = see(&number) == Ok(Some(Seen::Number(4_102_444_800.0)));
        assert_eq!(is_number, *NUMBERS_ARE_OBJECTS);
    }
}
