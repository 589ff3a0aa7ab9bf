//! `Dto`: an object that is read strictly, key by key.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::field::{OptionalField, RequiredField, UpdateField};
use super::rules::Walk;
use super::shape::Shape;
use super::validity::Invalid;

/// A safe DTO. Implemented by the derives.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no safe DTO",
    note = "derive `SafeUpdate` or `SafeCreate` for it"
)]
pub trait Dto: Sized + 'static {
    /// What it takes.
    #[doc(hidden)]
    const SHAPE: &'static Shape;
    /// What has been read so far.
    #[doc(hidden)]
    type Parts;

    /// Nothing yet.
    #[doc(hidden)]
    fn parts() -> Self::Parts;

    /// The field that the key names.
    #[doc(hidden)]
    fn position(key: &str) -> Option<u32>;

    /// Reads the value of one field.
    #[doc(hidden)]
    fn read<'de, A: MapAccess<'de>>(
        parts: &mut Self::Parts,
        position: u32,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// The whole, unless something required is missing.
    #[doc(hidden)]
    fn finish(parts: Self::Parts) -> Option<Self>;

    /// Whether the client gave this field.
    #[doc(hidden)]
    fn is_set(&self, position: u32) -> bool;

    /// Visits the DTOs below.
    #[doc(hidden)]
    fn walk_below(&self, walk: &mut Walk<'_>);

    /// What the app's rules say.
    #[doc(hidden)]
    fn validate(&self) -> Result<(), Invalid> {
        Ok(())
    }
}

/// Functions by which generated code reads the next value of a map.
macro_rules! next {
    ($($function:ident of $kind:ident;)*) => {$(
        /// Reads the next value.
        ///
        /// # Errors
        /// The value is not of the type.
        #[inline]
        pub fn $function<'de, F: $kind<How>, How, A: MapAccess<'de>>(
            map: &mut A,
        ) -> Result<F, A::Error> {
            struct Seed<F, How>(PhantomData<(F, How)>);

            impl<'de, F: $kind<How>, How> DeserializeSeed<'de> for Seed<F, How> {
                type Value = F;

                #[inline]
                fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<F, D::Error> {
                    F::read(value)
                }
            }

            map.next_value_seed(Seed::<F, How>(PhantomData))
        }
    )*};
}

next! {
    next_update of UpdateField;
    next_required of RequiredField;
    next_optional of OptionalField;
}

/// Reads a DTO: an object with known keys, each at most once.
#[inline]
///
/// # Errors
/// It is anything else.
#[doc(hidden)]
pub fn read_dto<'de, T: Dto, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Object::<T>(PhantomData))
}

struct Object<T>(PhantomData<T>);

impl<'de, T: Dto> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut parts = T::parts();
        // A DTO has at most as many fields as this has bits; the derives see to it.
        let mut seen = 0_u128;
        while let Some(position) = map.next_key_seed(Key::<T>(PhantomData))? {
            let bit = 1_u128.checked_shl(position).unwrap_or_default();
            if bit == 0 || seen & bit != 0 {
                return Err(A::Error::custom("a field twice"));
            }
            seen |= bit;
            T::read(&mut parts, position, &mut map)?;
        }
        T::finish(parts).ok_or_else(|| A::Error::custom("a field is missing"))
    }
}

struct Key<T>(PhantomData<T>);

impl<'de, T: Dto> DeserializeSeed<'de> for Key<T> {
    type Value = u32;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<u32, D::Error> {
        key.deserialize_identifier(self)
    }
}

impl<T: Dto> Visitor<'_> for Key<T> {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<u32, E> {
        T::position(key).ok_or_else(|| E::custom("another field"))
    }
}
