//! JSON objects in which no object, at any depth, has a member twice, read in one pass.

use core::fmt;
use std::borrow::Cow;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::names::Names;
use super::seen::{Keep, Seen};

/// Why a text was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::authn) enum Rejected {
    /// Not JSON, or not an object.
    NotAnObject,
    /// An object with a member twice (RFC 7515 section 4, RFC 7519 section 4).
    Duplicate,
}

/// Who wants to see the members of an object.
pub(super) trait Members<'de> {
    /// Where the value of `name` goes; `None` for one that is of no interest.
    fn place(&mut self, name: &str) -> Option<&mut Option<Seen<'de>>>;
}

/// Reads `text` as a JSON object with unique member names. Nesting is bounded by the parser.
pub(in crate::authn) fn parse_object(text: &[u8]) -> Result<Map<String, Value>, Rejected> {
    struct Nobody;

    impl<'de> Members<'de> for Nobody {
        fn place(&mut self, _: &str) -> Option<&mut Option<Seen<'de>>> {
            None
        }
    }

    let object = serde_json::from_slice(text).map_err(|_| Rejected::NotAnObject)?;
    read_object(text, &mut Nobody)?;
    Ok(object)
}

/// Shows the members of the JSON object `text` to `members`. Refuses what [`parse_object`] refuses,
/// and has then shown some of it.
pub(super) fn read_object<'de>(
    text: &'de [u8],
    members: &mut impl Members<'de>,
) -> Result<(), Rejected> {
    let mut names = Names::default();
    // JSON is UTF-8, and to look once is quicker than to look at every string.
    let text = str::from_utf8(text).map_err(|_| Rejected::NotAnObject)?;
    let mut parser = serde_json::Deserializer::from_str(text);
    let top = Top { names: &mut names, members };
    parser.deserialize_map(top).and_then(|()| parser.end()).map_err(|_| Rejected::NotAnObject)?;
    if names.is_twice { Err(Rejected::Duplicate) } else { Ok(()) }
}

/// Reads the name of a member; borrowed unless it has an escape.
pub(super) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Reads the object itself.
struct Top<'w, 'de, M> {
    names: &'w mut Names<'de>,
    members: &'w mut M,
}

impl<'de, M: Members<'de>> Visitor<'de> for Top<'_, 'de, M> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let mut object = self.names.enter();
        while let Some(name) = access.next_key_seed(Name)? {
            match self.members.place(&name) {
                // A place has one name, so one that is taken was there before.
                Some(place) => {
                    self.names.is_twice |= place.is_some();
                    *place = Some(access.next_value_seed(Keep(self.names))?);
                }
                None => {
                    self.names.add(&mut object, name);
                    access.next_value_seed(Skip(self.names))?;
                }
            }
        }
        Ok(())
    }
}

/// Reads a value of no interest, but for duplicates in it.
pub(super) struct Skip<'w, 'de>(pub(super) &'w mut Names<'de>);

impl<'de> DeserializeSeed<'de> for Skip<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skip<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let mut object = self.0.enter();
        while let Some(name) = access.next_key_seed(Name)? {
            self.0.add(&mut object, name);
            access.next_value_seed(Skip(self.0))?;
        }
        self.0.leave(&object);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while access.next_element_seed(Skip(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authn::jwt::names::FEW;

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

    /// The first pass of `parse_object` would hide what `read_object` takes.
    #[test]
    fn one_pass_refuses_what_two_refuse() {
        struct First<'de>(Option<Seen<'de>>);

        impl<'de> Members<'de> for First<'de> {
            fn place(&mut self, name: &str) -> Option<&mut Option<Seen<'de>>> {
                (name == "a").then_some(&mut self.0)
            }
        }

        for text in [
            r#"{"a":1,"a":1"#,
            r#"{"a":1,"a":1}}"#,
            r#"{"a":1,"b":{"c":[1,]}}"#,
            r#"{"a":"\ud800"}"#,
            r#"{"a":1e999}"#,
            r#"{"a":[1e999]}"#,
            r#"[{"a":1}]"#,
            r#""a""#,
            "",
        ] {
            let read = read_object(text.as_bytes(), &mut First(None));
            assert_eq!(read, Err(Rejected::NotAnObject), "{text}");
        }
        for invalid in [&b"{\"a\":\"\xff\"}"[..], b"{\"\xff\":1}", b"{\"a\":[{\"b\":\"\xff\"}]}"] {
            let read = read_object(invalid, &mut First(None));
            assert_eq!(read, Err(Rejected::NotAnObject), "{invalid:?}");
        }
    }

    #[test]
    fn many_members_are_as_unique_as_few() {
        let object = |names: &[usize]| {
            let members: Vec<_> =
                names.iter().map(|name| format!(r#""{name}":{{"0":0}}"#)).collect();
            format!("{{{}}}", members.join(","))
        };
        for count in 1..3 * FEW {
            let mut names: Vec<_> = (0..count).collect();
            let parse = |names: &[usize]| {
                let outer = object(names);
                let inner = format!(r#"{{"x":{outer},"y":[{outer}]}}"#);
                (parse_object(outer.as_bytes()).err(), parse_object(inner.as_bytes()).err())
            };
            assert_eq!(parse(&names), (None, None), "{count}");
            for again in [0, count / 2, count - 1] {
                names.push(again);
                let expected = Some(Rejected::Duplicate);
                assert_eq!(parse(&names), (expected, expected), "{count} {again}");
                names.pop();
            }
        }
    }
}
