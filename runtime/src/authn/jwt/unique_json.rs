//! JSON objects in which no object, at any depth, has a member twice.

use core::fmt;
use std::collections::HashSet;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::authn) enum Rejected {
    /// Not JSON, or not an object.
    NotAnObject,
    /// An object with a member twice (RFC 7515 section 4, RFC 7519 section 4).
    Duplicate,
}

/// Reads `text` as a JSON object with unique member names. Nesting is bounded by the parser.
pub(in crate::authn) fn parse_object(text: &[u8]) -> Result<Map<String, Value>, Rejected> {
    // A separate pass: a visitor that also built the values would see numbers as objects when
    // another crate of the app turns on serde_json's `arbitrary_precision`.
    let object = serde_json::from_slice(text).map_err(|_| Rejected::NotAnObject)?;
    match serde_json::from_slice(text) {
        Ok(Unique) => Ok(object),
        Err(_) => Err(Rejected::Duplicate),
    }
}

/// Deserializes from any value without duplicates.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(UniqueVisitor)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Unique;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value in which no object has a member twice")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Unique, A::Error> {
        let mut names = HashSet::new();
        while let Some(name) = access.next_key::<String>()? {
            let Unique = access.next_value()?;
            if !names.insert(name) {
                return Err(A::Error::custom("a member twice"));
            }
        }
        Ok(Unique)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Unique, A::Error> {
        while let Some(Unique) = access.next_element()? {}
        Ok(Unique)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Unique, E> {
        Ok(Unique)
    }

    fn visit_unit<E: Error>(self) -> Result<Unique, E> {
        Ok(Unique)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn duplicates_are_refused_at_every_depth() {
        for (text, expected) in [
            (r#"{"a":1,"b":{"a":2},"c":[{"a":null},{"a":true}],"d":[1.5,-1,"x"]}"#, None),
            ("{}", None),
            (r#"{"a":1,"a":1}"#, Some(Rejected::Duplicate)),
            (r#"{"a":1,"\u0061":1}"#, Some(Rejected::Duplicate)),
            (r#"{"b":{"a":1,"a":2}}"#, Some(Rejected::Duplicate)),
            (r#"{"b":[0,[{"a":1,"c":[],"a":2}]]}"#, Some(Rejected::Duplicate)),
            ("", Some(Rejected::NotAnObject)),
            ("null", Some(Rejected::NotAnObject)),
            ("[]", Some(Rejected::NotAnObject)),
            (r#"[["a",1]]"#, Some(Rejected::NotAnObject)),
            (r#"{"a":1} x"#, Some(Rejected::NotAnObject)),
            (r#"{"a":1e999}"#, Some(Rejected::NotAnObject)),
            (r#"{"a":NaN}"#, Some(Rejected::NotAnObject)),
            ("{\"a\":\"\u{0}\"}", Some(Rejected::NotAnObject)),
        ] {
            assert_eq!(parse_object(text.as_bytes()).err(), expected, "{text}");
        }
        assert_eq!(parse_object(b"{\"a\":\"\xff\"}").err(), Some(Rejected::NotAnObject));
    }

    #[test]
    fn deep_nesting_is_refused_without_exhausting_the_stack() {
        let deep = format!(r#"{{"a":{}1{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(parse_object(deep.as_bytes()).err(), Some(Rejected::NotAnObject));
    }
}
