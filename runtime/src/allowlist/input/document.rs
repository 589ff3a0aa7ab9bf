//! `Document`: a body as it was sent, with every key, read only where something was wrong with it.

use core::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, IgnoredAny, IntoDeserializer as _, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Error;

/// A JSON value that keeps the order of keys, and keys that are there twice.
#[derive(Debug)]
#[doc(hidden)]
pub enum Document {
    Null,
    Boolean(bool),
    Integer(i64),
    Natural(u64),
    Real(f64),
    Text(String),
    /// A value of a form, in which everything is text.
    Typeless(String),
    List(Vec<Document>),
    Object(Vec<(String, Document)>),
    /// Nested deeper than any body may be; what is in it was not kept.
    TooDeep,
}

impl Document {
    /// Reads JSON; `None` when it is none.
    pub(super) fn parse(json: &[u8], depth: usize) -> Option<Self> {
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        // Bounded by `depth`: what is deeper is skipped without recursion.
        let document = Within(depth).deserialize(&mut deserializer).ok()?;
        deserializer.end().ok()?;
        Some(document)
    }

    /// Whether something in it is nested deeper than any body may be.
    pub(super) fn is_too_deep(&self) -> bool {
        match self {
            Self::TooDeep => true,
            Self::List(items) => items.iter().any(Self::is_too_deep),
            Self::Object(members) => members.iter().any(|(_, value)| value.is_too_deep()),
            _ => false,
        }
    }
}

/// Reads what is nested at most so deep.
#[derive(Clone, Copy)]
struct Within(usize);

impl<'de> DeserializeSeed<'de> for Within {
    type Value = Document;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Within {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Document, E> {
        Ok(Document::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Document, E> {
        Ok(Document::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Document, E> {
        Ok(Document::Natural(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Document, E> {
        Ok(Document::Real(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Document, E> {
        Ok(Document::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Document, A::Error> {
        let Some(below) = self.0.checked_sub(1) else {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Document::TooDeep);
        };
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Within(below))? {
            items.push(item);
        }
        Ok(Document::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Document, A::Error> {
        let Some(below) = self.0.checked_sub(1) else {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Document::TooDeep);
        };
        let mut members = Vec::new();
        while let Some(key) = map.next_key()? {
            members.push((key, map.next_value_seed(Within(below))?));
        }
        Ok(Document::Object(members))
    }
}

/// Numbers and truth values that a form writes as text.
macro_rules! from_text {
    ($($method:ident: $scalar:ty => $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self {
                Document::Typeless(text) => match text.parse::<$scalar>() {
                    Ok(value) => visitor.$visit(value),
                    Err(_) => visitor.visit_str(text),
                },
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for &'de Document {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Document::Null => visitor.visit_unit(),
            Document::Boolean(value) => visitor.visit_bool(*value),
            Document::Integer(value) => visitor.visit_i64(*value),
            Document::Natural(value) => visitor.visit_u64(*value),
            Document::Real(value) => visitor.visit_f64(*value),
            Document::Text(text) | Document::Typeless(text) => visitor.visit_borrowed_str(text),
            Document::List(items) => {
                visitor.visit_seq(serde::de::value::SeqDeserializer::new(items.iter()))
            }
            Document::Object(members) => visitor.visit_map(serde::de::value::MapDeserializer::new(
                members.iter().map(|(key, value)| (key.as_str(), value)),
            )),
            Document::TooDeep => Err(serde::de::Error::custom("nested too deeply")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Document::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Document::Text(text) | Document::Typeless(text) => {
                let text: serde::de::value::StrDeserializer<'_, Error> =
                    text.as_str().into_deserializer();
                text.deserialize_enum(name, variants, visitor)
            }
            _ => self.deserialize_any(visitor),
        }
    }

    from_text! {
        deserialize_bool: bool => visit_bool;
        deserialize_i8: i8 => visit_i8;
        deserialize_i16: i16 => visit_i16;
        deserialize_i32: i32 => visit_i32;
        deserialize_i64: i64 => visit_i64;
        deserialize_i128: i128 => visit_i128;
        deserialize_u8: u8 => visit_u8;
        deserialize_u16: u16 => visit_u16;
        deserialize_u32: u32 => visit_u32;
        deserialize_u64: u64 => visit_u64;
        deserialize_u128: u128 => visit_u128;
        deserialize_f32: f32 => visit_f32;
        deserialize_f64: f64 => visit_f64;
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}

impl<'de> serde::de::IntoDeserializer<'de, Error> for &'de Document {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
