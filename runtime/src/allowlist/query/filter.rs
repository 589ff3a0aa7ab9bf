//! `FilterField`: a filter as the request spells it, and as the database compares it.

use serde::de::DeserializeOwned;

use crate::allowlist::input::{Document, Scalar};
use crate::resource::{Column, Value};

/// The type of a filter: an `Option` of a scalar that the database can compare.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a filter",
    label = "not an `Option` of a scalar",
    note = "a filter that may be left out is an `Option`, for example `Option<i64>` or `Option<String>`",
    note = "a type of your own needs `Scalar`, `Column` and serde's `Deserialize`"
)]
pub trait FilterField: Sized {
    /// What is looked for.
    type Value;
    /// What the client should send.
    const EXPECTED: &'static str;
    /// Everything is listed.
    const UNSET: Self;

    /// Sets the filter to what `text` spells; false when that is not of the type.
    fn read(&mut self, text: &str) -> bool;

    /// The value that is looked for; `None` where the filter is not set.
    fn to_value(&self) -> Option<Value>;
}

#[diagnostic::do_not_recommend]
impl<T: Scalar + Column + DeserializeOwned> FilterField for Option<T> {
    type Value = T;
    const EXPECTED: &'static str = T::EXPECTED;
    const UNSET: Self = None;

    fn read(&mut self, text: &str) -> bool {
        // A text of a query string has no fields: serde cannot find any in it, whatever the type.
        *self = T::deserialize(&Document::Typeless(text.to_owned())).ok();
        self.is_some()
    }

    fn to_value(&self) -> Option<Value> {
        self.as_ref().map(Column::to_value)
    }
}

/// What a filter on a field of type `F` looks for.
#[diagnostic::on_unimplemented(
    message = "a filter for a `{Self}` cannot be compared with a field of type `{F}`",
    label = "not the type of the entity's field",
    note = "a filter is an `Option` of the type that the field has, or of what is in the field's own `Option`"
)]
pub trait ComparedWith<F> {}

#[diagnostic::do_not_recommend]
impl<T> ComparedWith<T> for T {}
#[diagnostic::do_not_recommend]
impl<T> ComparedWith<Option<T>> for T {}

/// Compiles where a filter has the type of its field.
pub const fn assert_compared<T, F>(_: &F)
where
    T: FilterField,
    T::Value: ComparedWith<F>,
{
}
