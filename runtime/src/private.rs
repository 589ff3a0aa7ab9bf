//! What generated code may name. Not part of the public interface: it may change in any release.

#[cfg(feature = "sanitize-html")]
pub use crate::allowlist::input::sanitize_html;
pub use crate::allowlist::input::{
    AsScalar, Document, Dto, FieldShape, Input, Inspector, Invalid, OptionalField, Reader,
    RequiredField, SafeCreate, SafeUpdate, Shape, Typed, UpdateField, Walk, all_valid,
    garde_report, inspect_dto, next_optional, next_required, next_update, read_dto, sanitize,
    sanitize_email, sanitize_lowercase, sanitize_nfc, sanitize_trim,
};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use crate::allowlist::input::{ColumnField, Columns, SetColumns};
pub use crate::allowlist::output::{
    Caller, MaskedField, OutputField, OutputShape, OwnFields, Preparation, Ruled, SafeResponse,
    ShownFields, Shows, Visible, mask_all, mask_email, mask_last4, masked, show_view,
};
pub use crate::allowlist::query::{
    ComparedWith, FilterField, FilterShape, Limits, QueryShape, SafeQuery, SortShape,
    assert_compared,
};
pub use crate::allowlist::schema::{FieldSchema, Form, HeldSchemaOf, NoSchema, SchemaOf};
pub use crate::allowlist::surface::{
    Taken, Takes, TakesNothing, Yielded, Yields, YieldsUnlisted, unnamed,
};
pub use crate::app::{Guarded, Mount};
pub use crate::const_eval::assertions::{assert_allows, assert_denies, assert_requires};
pub use crate::const_eval::bits::{BitSet, words};
pub use crate::const_eval::closure::{grants, includes};
#[cfg(not(feature = "sanitize-html"))]
pub use crate::const_eval::features::sanitize_html;
pub use crate::const_eval::fields::{Decided, assert_decided, assert_field, column};
pub use crate::const_eval::names::admin;
pub use crate::const_eval::names::{assert_granted, permission};
pub use crate::const_eval::pattern::assert_routes;
pub use crate::const_eval::rules::{
    assert_each_requires, assert_none_public, assert_reaches_every, assert_reaches_none,
};
pub use crate::const_eval::selection::Selection;
pub use crate::const_eval::shown::{assert_identified, assert_shown, assert_sortable, shown};
pub use crate::gate::{
    Declared, FieldPolicy, Gated, HandlerInfo, Listed, Loaded, NoObject, RouteTable, Routed, Rule,
    Sight, Surface, TableHandler, Tabled, ask, parameter_is_subject,
};
pub use crate::policy::{Check, Node, OnDenied, Policy, Requirement, SqlPart, Target};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use crate::resource::Dialect;
pub use crate::resource::{
    Create, Delete, Entity, Field, Key, KeyColumn, Parameters, PinnedColumn, Read, Resource, Table,
    Terms, Update, about, ask_about, object_check, owner, tenant, value_of,
};
pub use crate::vocabulary::{NoRoles, Permissions, Roles, UnknownName, Vocabulary, find};
pub use serde;

/// Keeps what is for a database, where the crate has the parts for one.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_sql {
    ($($item:item)*) => { $($item)* };
}

/// Drops what is for a database, where the crate has no parts for one.
#[cfg(not(any(feature = "sqlite", feature = "postgres")))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_sql {
    ($($item:item)*) => {};
}

pub use crate::__with_sql as with_sql;
