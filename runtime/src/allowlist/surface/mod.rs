//! What the types of a handler's parameters and of its answer say about the fields that cross.

mod input;
mod output;
mod query;
mod short_name;
mod taken;
mod yielded;

use crate::inventory::{FieldList, FieldListKind, Source};
use short_name::short_name;

pub use taken::{Taken, Takes, TakesNothing};
pub use yielded::{Yielded, Yields, YieldsUnlisted};

/// A type whose fields no allowlist names.
fn unlisted(name: impl Into<String>) -> FieldList {
    FieldList {
        name: name.into().into(),
        kind: FieldListKind::Unlisted,
        entity: None,
        fields: Vec::new(),
        left_out: Vec::new(),
        source: Source::default(),
    }
}

/// The same for `T`.
fn unlisted_type<T: ?Sized>() -> FieldList {
    unlisted(short_name(core::any::type_name::<T>()))
}

/// The list of a type that the attributes cannot name again: one with a parameter of the handler in
/// it, or `impl Trait`.
#[doc(hidden)]
#[must_use]
pub fn unnamed(written: &str) -> Vec<FieldList> {
    vec![unlisted(written)]
}
