//! `Reader`: how one value of a DTO is read, and what it becomes in the entity.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, SeqAccess, Visitor};

use super::document::Document;
use super::inspect::Inspector;
use super::rules::Walk;
use super::scalar::{Scalar, read_scalar};
use super::shape::Shape;
use crate::allowlist::schema::Form;
use crate::problem::FieldErrorCode;

/// A type that a DTO may hold: a [`Scalar`], a `Vec` of such types, or a DTO of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a safe DTO",
    label = "neither a scalar, nor a list, nor a safe DTO",
    note = "for a type of your own that is one string, number or boolean: `impl portcullis::allowlist::Scalar for {Self} {{}}`, with serde's traits",
    note = "for one of another crate, say `scalar` on the field, for example `#[safe_update(scalar)]`",
    note = "for an object, use `Nested<..>` of a `SafeUpdate`, or a `SafeCreate`; a map or free JSON has fields that nobody allowed"
)]
pub trait Input: Sized + 'static {
    /// What it becomes in the entity.
    type Field;

    /// Whether there are fields below, with rules of their own.
    #[doc(hidden)]
    const HAS_FIELDS: bool = false;

    /// How values lie in it.
    #[doc(hidden)]
    const FORM: Form = Form::One;

    /// Reads one.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Notes everything that is wrong with `document`.
    #[doc(hidden)]
    fn inspect(document: &Document, inspector: &mut Inspector<'_>);

    /// The shape of the DTO in it, if there is one.
    #[doc(hidden)]
    fn below() -> Option<&'static Shape> {
        None
    }

    /// Visits the DTOs below.
    #[doc(hidden)]
    fn walk(&self, walk: &mut Walk<'_>) {
        let _ = walk;
    }

    /// What it becomes in the entity.
    #[doc(hidden)]
    fn into_field(self) -> Self::Field;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + DeserializeOwned> Input for T {
    type Field = T;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if T::IS_PLAIN { T::deserialize(deserializer) } else { read_scalar(deserializer) }
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        if Self::read(document).is_err() {
            inspector.wrong_type(document, T::EXPECTED);
        }
    }

    fn into_field(self) -> T {
        self
    }
}

impl<T: Input> Input for Vec<T> {
    type Field = Vec<T::Field>;
    const HAS_FIELDS: bool = T::HAS_FIELDS;
    const FORM: Form = Form::List(&T::FORM);

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Items(PhantomData))
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        let Document::List(items) = document else {
            inspector.wrong_type(document, "an array");
            return;
        };
        for (at, item) in items.iter().enumerate() {
            inspector.below(&at.to_string(), |inspector| T::inspect(item, inspector));
        }
    }

    fn below() -> Option<&'static Shape> {
        T::below()
    }

    fn walk(&self, walk: &mut Walk<'_>) {
        for (at, item) in self.iter().enumerate() {
            walk.below(&at.to_string(), |walk| item.walk(walk));
        }
    }

    fn into_field(self) -> Vec<T::Field> {
        self.into_iter().map(T::into_field).collect()
    }
}

struct Items<T>(PhantomData<T>);

impl<'de, T: Input> Visitor<'de> for Items<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(Seed::<T, Typed>::new())? {
            items.push(item);
        }
        Ok(items)
    }
}

/// How a field's type is read.
#[doc(hidden)]
pub trait Reader<T>: 'static {
    /// What it becomes in the entity.
    type Field;
    const HAS_FIELDS: bool;
    const FORM: Form;

    /// # Errors
    /// The value is not of the type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error>;
    fn inspect(document: &Document, inspector: &mut Inspector<'_>);
    fn below() -> Option<&'static Shape>;
    fn walk(value: &T, walk: &mut Walk<'_>);
    fn into_field(value: T) -> Self::Field;
}

/// As the type says: [`Input`].
#[derive(Debug)]
pub enum Typed {}

/// As one string, number or boolean, by serde: `#[safe_update(scalar)]`.
#[derive(Debug)]
pub enum AsScalar {}

impl<T: Input> Reader<T> for Typed {
    type Field = T::Field;
    const HAS_FIELDS: bool = T::HAS_FIELDS;
    const FORM: Form = T::FORM;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::read(deserializer)
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        T::inspect(document, inspector);
    }

    fn below() -> Option<&'static Shape> {
        T::below()
    }

    fn walk(value: &T, walk: &mut Walk<'_>) {
        value.walk(walk);
    }

    fn into_field(value: T) -> T::Field {
        value.into_field()
    }
}

#[diagnostic::do_not_recommend]
impl<T: DeserializeOwned + 'static> Reader<T> for AsScalar {
    type Field = T;
    const HAS_FIELDS: bool = false;
    const FORM: Form = Form::One;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        read_scalar(deserializer)
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        if read_scalar::<T, _>(document).is_err() {
            inspector.error(document, FieldErrorCode::WrongType, None);
        }
    }

    fn below() -> Option<&'static Shape> {
        None
    }

    fn walk(_: &T, _: &mut Walk<'_>) {}

    fn into_field(value: T) -> T {
        value
    }
}

/// Reads a `T` as `How` says.
pub(super) struct Seed<T, How>(PhantomData<fn() -> (T, How)>);

impl<T, How> Seed<T, How> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T, How: Reader<T>> serde::de::DeserializeSeed<'de> for Seed<T, How> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        How::read(deserializer)
    }
}
