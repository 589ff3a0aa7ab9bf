//! `Shape`: what a DTO takes, as data.

use core::fmt;

use super::changes::SafeUpdate;
use super::document::Document;
use super::inspect::Inspector;
use super::new::SafeCreate;
use crate::allowlist::origin::Origin;
use crate::allowlist::schema::FieldSchema;
use crate::gate::FieldPolicy;
use crate::inventory::FieldListKind;

/// The fields that a DTO takes and those that it refuses.
pub struct Shape {
    pub(in crate::allowlist) name: &'static str,
    pub(in crate::allowlist) kind: FieldListKind,
    pub(in crate::allowlist) origin: Origin,
    pub(in crate::allowlist) fields: &'static [FieldShape],
    pub(super) denied: &'static [&'static str],
}

/// One field that a DTO takes.
pub struct FieldShape {
    /// The name in the source.
    pub(in crate::allowlist) name: &'static str,
    /// The name on the wire.
    pub(in crate::allowlist) key: &'static str,
    pub(in crate::allowlist) is_required: bool,
    pub(super) inspect: fn(&Document, &mut Inspector<'_>),
    pub(in crate::allowlist) rule: Option<&'static dyn FieldPolicy>,
    /// The shape of the DTO in it, or in its items. A function, as a DTO may hold itself.
    pub(in crate::allowlist) below: fn() -> Option<&'static Shape>,
    pub(in crate::allowlist) schema: fn() -> FieldSchema,
}

impl Shape {
    /// What generated code states about a change.
    #[doc(hidden)]
    pub const fn of_update<U: SafeUpdate>(
        name: &'static str,
        fields: &'static [FieldShape],
        denied: &'static [&'static str],
    ) -> Self {
        let origin = Origin::of::<U, U::Entity>();
        Self { name, kind: FieldListKind::OfUpdate, origin, fields, denied }
    }

    /// What generated code states about a new object.
    #[doc(hidden)]
    pub const fn of_create<C: SafeCreate>(
        name: &'static str,
        fields: &'static [FieldShape],
        denied: &'static [&'static str],
    ) -> Self {
        let origin = Origin::of::<C, C::Entity>();
        Self { name, kind: FieldListKind::OfCreate, origin, fields, denied }
    }
}

impl FieldShape {
    /// What generated code states.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        key: &'static str,
        is_required: bool,
        inspect: fn(&Document, &mut Inspector<'_>),
        rule: Option<&'static dyn FieldPolicy>,
        below: fn() -> Option<&'static Shape>,
        schema: fn() -> FieldSchema,
    ) -> Self {
        Self { name, key, is_required, inspect, rule, below, schema }
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shape")
            .field("name", &self.name)
            .field("fields", &self.fields)
            .field("denied", &self.denied)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for FieldShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
