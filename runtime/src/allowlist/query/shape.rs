//! `SafeQuery`: what may be asked of a list, as data.

use core::fmt;

use crate::allowlist::output::{OutputField, SafeResponse};
use crate::allowlist::schema::FieldSchema;
use crate::resource::{Resource, Value};

/// The filters and the order that a list offers, all of fields that a view shows. Implemented by
/// [`#[derive(SafeQuery)]`](macro@crate::SafeQuery).
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what may be asked of a list",
    note = "derive it: `#[derive(SafeQuery)] #[safe_query(of = PostView, sort(id, title))]`"
)]
pub trait SafeQuery: Sized + 'static {
    /// What is listed.
    type Entity: Resource;
    /// What is shown of each.
    type View: SafeResponse<Entity = Self::Entity>;
    /// The filters, by name.
    type Filter: Copy + fmt::Debug + 'static;
    /// What the list can be sorted by, by name.
    type Sort: Copy + fmt::Debug + 'static;

    /// What may be asked.
    #[doc(hidden)]
    const SHAPE: &'static QueryShape<Self>;

    /// No filter is set.
    #[doc(hidden)]
    fn unfiltered() -> Self;
}

/// What a query offers.
#[doc(hidden)]
pub struct QueryShape<Q: SafeQuery> {
    pub(in crate::allowlist) name: &'static str,
    /// The whole path of the type.
    pub(in crate::allowlist) path: &'static str,
    pub(in crate::allowlist) filters: &'static [FilterShape<Q>],
    pub(in crate::allowlist) sorts: &'static [SortShape<Q>],
    pub(in crate::allowlist) limits: Limits,
}

/// How many objects a page has.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Where the request does not say.
    pub default: u32,
    /// At most.
    pub most: u32,
}

/// One filter.
#[doc(hidden)]
pub struct FilterShape<Q: SafeQuery> {
    pub(super) key: Q::Filter,
    pub(in crate::allowlist) on: QueryField,
    /// What the client should send.
    pub(super) expected: &'static str,
    /// Sets it; false when the text is not of its type.
    pub(super) read: fn(&mut Q, &str) -> bool,
    /// What it is set to.
    pub(super) value: fn(&Q) -> Option<Value>,
    pub(in crate::allowlist) schema: fn() -> FieldSchema,
}

/// Something to sort by.
#[doc(hidden)]
pub struct SortShape<Q: SafeQuery> {
    pub(super) key: Q::Sort,
    pub(in crate::allowlist) on: QueryField,
    pub(super) value: fn(&Q::Entity) -> Value,
}

/// The field that a filter or an order is about.
pub(in crate::allowlist) struct QueryField {
    pub(super) column: &'static str,
    /// How the view shows it. Generated code refuses a field without; here it would never be usable.
    pub(in crate::allowlist) output: Option<&'static OutputField>,
}

impl<Q: SafeQuery> QueryShape<Q> {
    /// What generated code states.
    pub const fn new(
        name: &'static str,
        path: &'static str,
        filters: &'static [FilterShape<Q>],
        sorts: &'static [SortShape<Q>],
        limits: Limits,
    ) -> Self {
        Self { name, path, filters, sorts, limits }
    }
}

impl<Q: SafeQuery> FilterShape<Q> {
    /// What generated code states.
    pub const fn new(
        key: Q::Filter,
        column: &'static str,
        output: Option<&'static OutputField>,
        expected: &'static str,
        read: fn(&mut Q, &str) -> bool,
        value: fn(&Q) -> Option<Value>,
        schema: fn() -> FieldSchema,
    ) -> Self {
        Self { key, on: QueryField { column, output }, expected, read, value, schema }
    }
}

impl<Q: SafeQuery> SortShape<Q> {
    /// What generated code states.
    pub const fn new(
        key: Q::Sort,
        column: &'static str,
        output: Option<&'static OutputField>,
        value: fn(&Q::Entity) -> Value,
    ) -> Self {
        Self { key, on: QueryField { column, output }, value }
    }
}

impl<Q: SafeQuery> fmt::Debug for QueryShape<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueryShape")
            .field("name", &self.name)
            .field("filters", &self.filters)
            .field("sorts", &self.sorts)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<Q: SafeQuery> fmt::Debug for FilterShape<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

impl<Q: SafeQuery> fmt::Debug for SortShape<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}
