//! `FieldList`: the fields that a route takes or shows, as plain data.

use serde::Serialize;

use crate::allowlist::schema::FieldSchema;
use crate::policy::{Condition, Name};

/// What crosses the wire at one place of a route: the fields of a safe DTO, or that nobody lists
/// them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FieldList {
    /// The name of the type.
    pub name: Name,
    /// What it is.
    pub kind: FieldListKind,
    /// The entity whose fields these are.
    pub entity: Option<Name>,
    /// The fields, in the order of the source.
    pub fields: Vec<FieldInfo>,
    /// The fields of the entity that never cross here: denied, hidden, or set by the server.
    pub left_out: Vec<LeftOut>,
    /// What documents of the API need besides.
    #[doc(hidden)]
    #[serde(skip)]
    pub source: Source,
}

/// Where a list comes from.
#[doc(hidden)]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The whole name of the type.
    pub path: Name,
    pub frame: Frame,
}

/// What is around a list.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Frame {
    /// Nothing; of a view, one object, several or null.
    #[default]
    None,
    /// A part of a list, and where the next one begins.
    Page,
    /// An object on each line.
    Lines,
    /// As many objects as a page has where the request does not say, and at most.
    Query { default: u32, most: u32 },
}

/// What a list of fields is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldListKind {
    /// A `SafeUpdate` in a body.
    #[serde(rename = "update")]
    OfUpdate,
    /// A `SafeCreate` in a body.
    #[serde(rename = "create")]
    OfCreate,
    /// A `SafeQuery` in the query part of the address.
    #[serde(rename = "query")]
    OfQuery,
    /// A `SafeResponse` in an answer.
    #[serde(rename = "view")]
    OfView,
    /// Another type, whose fields no allowlist names.
    Unlisted,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FieldInfo {
    /// The name on the wire.
    pub key: Name,
    /// The name in the source, and of the entity's field.
    pub name: Name,
    /// What may be done with it.
    pub usage: FieldUsage,
    /// Whether a body must have it.
    pub is_required: bool,
    /// Whether it is shown masked.
    pub is_masked: bool,
    /// Who may, where not everybody may whom the route allows.
    pub rule: Option<Condition>,
    /// Whether the entity marks it sensitive.
    pub is_sensitive: bool,
    /// Its data class, such as `pii`.
    pub class: Option<Name>,
    /// The fields of the DTO in it, or in its items.
    pub below: Option<Box<FieldList>>,
    /// What its values look like.
    #[doc(hidden)]
    #[serde(skip)]
    pub schema: FieldSchema,
}

impl FieldInfo {
    /// Its data class, or `sensitive` where it has none and is marked so.
    pub(super) fn class_in_words(&self) -> Option<&str> {
        self.class.as_deref().or(self.is_sensitive.then_some("sensitive"))
    }
}

/// What may be done with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FieldUsage {
    /// A body sets it.
    Set,
    /// An answer shows it.
    Show,
    /// A list is filtered by it.
    Filter,
    /// A list is sorted by it.
    Sort,
}

/// A field of the entity that never crosses here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LeftOut {
    /// The name in the source.
    pub name: Name,
    /// Whether the entity marks it sensitive.
    pub is_sensitive: bool,
    /// Its data class, such as `pii`.
    pub class: Option<Name>,
}
