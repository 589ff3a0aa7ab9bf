//! The kinds of fields that a DTO has: one that a change may set, one that a new object must or may
//! have.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserializer, Visitor};

use super::document::Document;
use super::inspect::Inspector;
use super::patch::Patch;
use super::read::Reader;
use super::rules::Walk;
use super::shape::Shape;
use crate::allowlist::schema::Form;

/// A field of a `SafeUpdate`: absent, or a change.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a field of a `SafeUpdate`",
    label = "a change must be able to leave the field alone",
    note = "use `Option<T>` (absent or a value), `Patch<T>` for what may be null (absent, null or a value), or `Nested<U>` for an object with fields of its own"
)]
pub trait UpdateField<How>: Sized {
    /// The entity's type.
    type Field;
    /// How values lie in a change.
    #[doc(hidden)]
    const FORM: Form;
    /// Whether a change may be null.
    #[doc(hidden)]
    const IS_NULLABLE: bool;
    /// Whether there are fields below, with rules of their own.
    #[doc(hidden)]
    const HAS_FIELDS: bool;
    /// The change that leaves the field alone.
    #[doc(hidden)]
    const UNSET: Self;

    /// Reads a change.
    #[doc(hidden)]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Notes everything that is wrong with `document`.
    #[doc(hidden)]
    fn inspect(document: &Document, inspector: &mut Inspector<'_>);

    /// Whether it changes the field.
    #[doc(hidden)]
    fn is_set(&self) -> bool;

    /// The shape of the DTO below, if there is one.
    #[doc(hidden)]
    fn below() -> Option<&'static Shape>;

    /// Visits the DTOs below.
    #[doc(hidden)]
    fn walk(&self, walk: &mut Walk<'_>);

    /// Changes the field.
    #[doc(hidden)]
    fn apply(self, field: &mut Self::Field);
}

impl<T, How: Reader<T>> UpdateField<How> for Option<T> {
    type Field = How::Field;
    const FORM: Form = How::FORM;
    const IS_NULLABLE: bool = false;
    const HAS_FIELDS: bool = How::HAS_FIELDS;
    const UNSET: Self = None;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        How::read(deserializer).map(Some)
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        How::inspect(document, inspector);
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn below() -> Option<&'static Shape> {
        How::below()
    }

    fn walk(&self, walk: &mut Walk<'_>) {
        if let Some(value) = self {
            How::walk(value, walk);
        }
    }

    fn apply(self, field: &mut Self::Field) {
        if let Some(value) = self {
            *field = How::into_field(value);
        }
    }
}

impl<T, How: Reader<T>> UpdateField<How> for Patch<T> {
    type Field = Option<How::Field>;
    const FORM: Form = How::FORM;
    const IS_NULLABLE: bool = true;
    const HAS_FIELDS: bool = How::HAS_FIELDS;
    const UNSET: Self = Patch::Absent;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = read_nullable::<T, How, D>(deserializer)?;
        Ok(value.map_or(Patch::Null, Patch::Value))
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        if !matches!(document, Document::Null) {
            How::inspect(document, inspector);
        }
    }

    fn is_set(&self) -> bool {
        Patch::is_set(self)
    }

    fn below() -> Option<&'static Shape> {
        How::below()
    }

    fn walk(&self, walk: &mut Walk<'_>) {
        if let Patch::Value(value) = self {
            How::walk(value, walk);
        }
    }

    fn apply(self, field: &mut Self::Field) {
        if let Some(change) = self.into_change() {
            *field = change.map(How::into_field);
        }
    }
}

/// A field that a new object must have. Implemented for every type that can be read.
#[doc(hidden)]
pub trait RequiredField<How>: Sized {
    /// The entity's type.
    type Field;
    const FORM: Form;
    const IS_NULLABLE: bool = false;
    const HAS_FIELDS: bool;

    /// # Errors
    /// The value is not of the type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
    fn inspect(document: &Document, inspector: &mut Inspector<'_>);
    fn below() -> Option<&'static Shape>;
    fn walk(&self, walk: &mut Walk<'_>);
    fn into_field(self) -> Self::Field;
}

impl<T, How: Reader<T>> RequiredField<How> for T {
    type Field = How::Field;
    const FORM: Form = How::FORM;
    const HAS_FIELDS: bool = How::HAS_FIELDS;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        How::read(deserializer)
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        How::inspect(document, inspector);
    }

    fn below() -> Option<&'static Shape> {
        How::below()
    }

    fn walk(&self, walk: &mut Walk<'_>) {
        How::walk(self, walk);
    }

    fn into_field(self) -> Self::Field {
        How::into_field(self)
    }
}

/// A field that a new object may have: absent and null are one.
#[doc(hidden)]
pub trait OptionalField<How>: Sized {
    /// The entity's type.
    type Field;
    const FORM: Form;
    const IS_NULLABLE: bool = true;
    const HAS_FIELDS: bool;

    /// # Errors
    /// The value is not of the type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
    fn inspect(document: &Document, inspector: &mut Inspector<'_>);
    fn is_set(&self) -> bool;
    fn below() -> Option<&'static Shape>;
    fn walk(&self, walk: &mut Walk<'_>);
    fn into_field(self) -> Self::Field;
}

impl<T, How: Reader<T>> OptionalField<How> for Option<T> {
    type Field = Option<How::Field>;
    const FORM: Form = How::FORM;
    const HAS_FIELDS: bool = How::HAS_FIELDS;

    #[inline]
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_nullable::<T, How, D>(deserializer)
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        if !matches!(document, Document::Null) {
            How::inspect(document, inspector);
        }
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn below() -> Option<&'static Shape> {
        How::below()
    }

    fn walk(&self, walk: &mut Walk<'_>) {
        if let Some(value) = self {
            How::walk(value, walk);
        }
    }

    fn into_field(self) -> Self::Field {
        self.map(How::into_field)
    }
}

fn read_nullable<'de, T, How: Reader<T>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_option(Nullable::<T, How>(PhantomData))
}

struct Nullable<T, How>(PhantomData<fn() -> (T, How)>);

impl<'de, T, How: Reader<T>> Visitor<'de> for Nullable<T, How> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_unit<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        How::read(deserializer).map(Some)
    }
}
