//! `Shape`: what a DTO takes, as data.

use core::fmt;

use super::document::Document;
use super::inspect::Inspector;
use crate::gate::FieldPolicy;

/// The fields that a DTO takes and those that it refuses.
pub struct Shape {
    pub(super) name: &'static str,
    pub(super) fields: &'static [FieldShape],
    pub(super) denied: &'static [&'static str],
}

/// One field that a DTO takes.
pub struct FieldShape {
    /// The name in the source.
    pub(super) name: &'static str,
    /// The name on the wire.
    pub(super) key: &'static str,
    pub(super) is_required: bool,
    pub(super) inspect: fn(&Document, &mut Inspector<'_>),
    pub(super) rule: Option<&'static dyn FieldPolicy>,
    /// The shape of the DTO in it, or in its items. A function, as a DTO may hold itself.
    pub(super) below: fn() -> Option<&'static Shape>,
}

impl Shape {
    /// What generated code states.
    #[doc(hidden)]
    pub const fn new(
        name: &'static str,
        fields: &'static [FieldShape],
        denied: &'static [&'static str],
    ) -> Self {
        Self { name, fields, denied }
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
    ) -> Self {
        Self { name, key, is_required, inspect, rule, below }
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shape")
            .field("name", &self.name)
            .field("fields", &self.fields)
            .field("denied", &self.denied)
            .finish()
    }
}

impl fmt::Debug for FieldShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
