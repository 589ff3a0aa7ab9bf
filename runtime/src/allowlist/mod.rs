//! Safe DTOs: which fields of an entity cross the wire, in and out, and for whom.

pub(crate) mod input;
mod origin;
pub(crate) mod output;
pub(crate) mod query;
pub(crate) mod schema;
pub(crate) mod surface;

pub use input::{
    Changes, Draft, FieldNames, InputConfig, Invalid, Nested, New, Patch, SafeCreate, SafeUpdate,
    Sanitize, Sanitizer, Scalar,
};
pub use output::{IntoEntity, Lines, SafeResponse, Selection, Shows, View, Visible};

pub use query::{Direction, Page, Query, SafeQuery, SortBy};

pub(crate) use input::{DeniedField, InputRefusal};
pub(crate) use query::CursorKey;
