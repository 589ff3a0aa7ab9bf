//! `OneValue`: a serializer that lets one string, number, boolean or null through, and nothing that
//! could hide fields.

use core::fmt::Display;

use serde::ser::{Error, Impossible, Serialize, Serializer};

/// Writes to `S` what is no array and no object.
pub(super) struct OneValue<S>(pub(super) S);

macro_rules! hand_on {
    ($($method:ident($value:ty);)*) => {$(
        #[inline]
        fn $method(self, value: $value) -> Result<S::Ok, S::Error> {
            self.0.$method(value)
        }
    )*};
}

macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $compound:ident;)*) => {$(
        fn $method(self, $(_: $argument),*) -> Result<Self::$compound, S::Error> {
            Err(refusal())
        }
    )*};
}

fn refusal<E: Error>() -> E {
    E::custom("a scalar is an array or an object: make it a view of its own")
}

impl<S: Serializer> Serializer for OneValue<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Impossible<S::Ok, S::Error>;
    type SerializeStruct = Impossible<S::Ok, S::Error>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    hand_on! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_str(&str);
        serialize_unit_struct(&'static str);
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit()
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.0.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.0.serialize_unit_variant(name, index, variant)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.0.collect_str(value)
    }

    // Bytes are an array of numbers in JSON.
    fn serialize_bytes(self, _: &[u8]) -> Result<S::Ok, S::Error> {
        Err(refusal())
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Err(refusal())
    }

    refuse! {
        serialize_seq(Option<usize>) -> SerializeSeq;
        serialize_tuple(usize) -> SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> SerializeTupleVariant;
        serialize_map(Option<usize>) -> SerializeMap;
        serialize_struct(&'static str, usize) -> SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> SerializeStructVariant;
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::OneValue;

    fn written(value: &impl Serialize) -> Option<String> {
        let mut json = Vec::new();
        value.serialize(OneValue(&mut serde_json::Serializer::new(&mut json))).ok()?;
        String::from_utf8(json).ok()
    }

    #[derive(Serialize)]
    struct Newtype<T>(T);

    #[derive(Serialize)]
    struct Fields {
        secret: u8,
    }

    #[derive(Serialize)]
    enum Variants {
        Unit,
        Newtype(u8),
        Fields { secret: u8 },
    }

    #[test]
    fn one_value_passes() {
        assert_eq!(written(&true).as_deref(), Some("true"));
        assert_eq!(written(&1.5).as_deref(), Some("1.5"));
        assert_eq!(written(&u128::MAX), Some(u128::MAX.to_string()));
        assert_eq!(written(&'x').as_deref(), Some("\"x\""));
        assert_eq!(written(&Newtype("x")).as_deref(), Some("\"x\""));
        assert_eq!(written(&Some(Newtype(7))).as_deref(), Some("7"));
        assert_eq!(written(&None::<u8>).as_deref(), Some("null"));
        assert_eq!(written(&Variants::Unit).as_deref(), Some("\"Unit\""));
        assert_eq!(written(&std::net::Ipv4Addr::LOCALHOST).as_deref(), Some("\"127.0.0.1\""));
    }

    #[test]
    fn what_could_hide_fields_does_not() {
        let map = BTreeMap::from([("secret", 1)]);
        assert_eq!(written(&[1]), None);
        assert_eq!(written(&vec![1]), None);
        assert_eq!(written(&(1, 2)), None);
        assert_eq!(written(&map), None);
        assert_eq!(written(&Fields { secret: 1 }), None);
        assert_eq!(written(&Some(Newtype(Fields { secret: 1 }))), None);
        assert_eq!(written(&Variants::Newtype(1)), None);
        assert_eq!(written(&Variants::Fields { secret: 1 }), None);
        assert_eq!(written(&serde_json::json!({"secret": 1})), None);
    }
}
