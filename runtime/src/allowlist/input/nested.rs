//! `Nested`: a change of an object inside an object.

use core::ops::Deref;

use serde::de::Deserializer;

use super::changes::SafeUpdate;
use super::document::Document;
use super::dto::read_dto;
use super::field::UpdateField;
use super::inspect::{Inspector, inspect_dto};
use super::read::Typed;
use super::rules::Walk;
use super::shape::Shape;
use crate::allowlist::schema::Form;

/// A change of an object inside the object: its own fields are merged (RFC 7396), under the allowlist
/// `U`. Absent, or a change; null is refused, as the inner object cannot be removed.
///
/// The inner type derives `Resource` with `#[resource(embedded)]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nested<U>(Option<U>);

impl<U> Nested<U> {
    /// A change of the inner object.
    pub const fn some(change: U) -> Self {
        Self(Some(change))
    }

    /// The change, if there is one.
    pub fn into_inner(self) -> Option<U> {
        self.0
    }
}

impl<U> Deref for Nested<U> {
    type Target = Option<U>;

    fn deref(&self) -> &Option<U> {
        &self.0
    }
}

#[diagnostic::do_not_recommend]
impl<U: SafeUpdate> UpdateField<Typed> for Nested<U> {
    type Field = U::Entity;
    const FORM: Form = Form::One;
    const IS_NULLABLE: bool = false;
    const HAS_FIELDS: bool = true;
    const UNSET: Self = Self(None);

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_dto(deserializer).map(|change| Self(Some(change)))
    }

    fn inspect(document: &Document, inspector: &mut Inspector<'_>) {
        inspect_dto::<U>(document, inspector);
    }

    fn is_set(&self) -> bool {
        self.0.is_some()
    }

    fn below() -> Option<&'static Shape> {
        Some(U::SHAPE)
    }

    fn walk(&self, walk: &mut Walk<'_>) {
        if let Some(change) = &self.0 {
            walk.dto(change);
        }
    }

    fn apply(self, field: &mut U::Entity) {
        if let Some(change) = self.0 {
            change.apply(field);
        }
    }
}
