//! `Scalar`: values that are one string, number or boolean, and nothing that could hide fields.

use core::fmt;
use core::marker::PhantomData;

use serde::de::value::{BoolDeserializer, CowStrDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer as _, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;

/// A value that is one JSON string, number or boolean. Implemented for the usual types; an app says it
/// of its own, whose serde implementations are used:
///
/// ```
/// use portcullis::allowlist::Scalar;
///
/// #[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
/// #[serde(rename_all = "snake_case")]
/// enum Status { Draft, Published }
///
/// impl Scalar for Status {
///     const EXPECTED: &'static str = "`draft` or `published`";
/// }
/// ```
///
/// Whatever the type, an array or an object is refused, on the way in and on the way out: fields that
/// nobody allowed could hide there. For types of other crates say `scalar` on the field instead:
/// `#[safe_update(scalar)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a safe DTO",
    label = "neither a scalar nor a safe DTO",
    note = "for a type of your own that is one string, number or boolean: `impl portcullis::allowlist::Scalar for {Self} {{}}`, with serde's traits",
    note = "for one of another crate, say `scalar` on the field, for example `#[safe_update(scalar)]`",
    note = "for an object, derive `SafeUpdate`, `SafeCreate` or `SafeResponse` for it"
)]
pub trait Scalar: Sized + 'static {
    /// What the client should have sent, for the message: "an integer".
    const EXPECTED: &'static str = "a value of another type";
    /// Whether the type itself takes no array and no object, so that nothing has to watch over it.
    #[doc(hidden)]
    const IS_PLAIN: bool = false;
}

macro_rules! scalars {
    ($($expected:literal: $($scalar:ty)*;)*) => {$($(
        impl Scalar for $scalar {
            const EXPECTED: &'static str = $expected;
            const IS_PLAIN: bool = true;
        }
    )*)*};
}

scalars! {
    "true or false": bool;
    "a string": String Box<str> std::sync::Arc<str> std::rc::Rc<str>;
    "a single character": char;
    "an integer in the range of the field": i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize;
    "a number": f32 f64;
}

#[cfg(feature = "uuid")]
impl Scalar for uuid::Uuid {
    const EXPECTED: &'static str = "a UUID";
    const IS_PLAIN: bool = true;
}

/// Reads a `T` from one string, number or boolean.
pub(super) fn read_scalar<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(OneValue(PhantomData))
}

/// Takes what is no array, no object and not null.
struct OneValue<T>(PhantomData<T>);

macro_rules! hand_on {
    ($($method:ident: $number:ty;)*) => {$(
        fn $method<E: Error>(self, value: $number) -> Result<T, E> {
            T::deserialize(One(value.into_deserializer()))
        }
    )*};
}

impl<T: DeserializeOwned> Visitor<'_> for OneValue<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one string, number or boolean")
    }

    hand_on! {
        visit_i64: i64;
        visit_u64: u64;
        visit_f64: f64;
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        T::deserialize(One(BoolDeserializer::new(value)))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        T::deserialize(One(CowStrDeserializer::new(Cow::Borrowed(value))))
    }
}

/// One value, which stands for a newtype around it as well, as it does in `serde_json`.
struct One<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for One<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::read_scalar;

    #[derive(Deserialize, Debug, PartialEq)]
    struct Handle(String);

    #[derive(Deserialize, Debug, PartialEq)]
    struct Age(Option<u8>);

    #[derive(Deserialize, Debug, PartialEq)]
    enum Mood {
        Calm,
        Cross(u8),
    }

    #[derive(Deserialize, Debug, PartialEq)]
    #[serde(default)]
    struct Settings {
        is_admin: bool,
    }

    impl Default for Settings {
        fn default() -> Self {
            Self { is_admin: true }
        }
    }

    #[test]
    fn a_scalar_is_one_value_whatever_its_type_asks_for() {
        assert_eq!(read_scalar(json!("a")).ok(), Some(Handle("a".to_owned())));
        assert_eq!(read_scalar(json!(7)).ok(), Some(Age(Some(7))));
        assert_eq!(read_scalar(json!("Calm")).ok(), Some(Mood::Calm));
        for refused in [json!({"Cross": 1}), json!(["Calm"]), json!({"Calm": null}), json!("Cross")]
        {
            assert!(read_scalar::<Mood, _>(refused).is_err());
        }
        for refused in [json!(null), json!({}), json!([]), json!("a"), json!({"is_admin": false})] {
            assert!(read_scalar::<Settings, _>(refused.clone()).is_err(), "{refused}");
            let free = read_scalar::<Value, _>(refused.clone());
            assert!(free.is_err() || refused.is_string(), "{refused}");
        }
        assert_ne!(Mood::Cross(1), Mood::Calm);
    }
}
