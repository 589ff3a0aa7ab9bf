//! What may come in: strict bodies, read into a DTO whose every field somebody allowed.

mod body;
mod changes;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod columns;
mod document;
mod dto;
mod field;
mod findings;
mod form;
#[cfg(feature = "garde")]
mod garde_rules;
mod inspect;
#[cfg(test)]
mod merge_patch_tests;
mod nested;
mod new;
mod patch;
mod read;
mod refusal;
mod rules;
mod sanitize;
mod scalar;
mod shape;
mod validity;

pub use body::InputConfig;
pub use changes::{Changes, FieldNames, SafeUpdate};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use columns::{ColumnField, Columns, SetColumns};
pub use document::Document;
pub use dto::{Dto, next_optional, next_required, next_update, read_dto};
pub use field::{OptionalField, RequiredField, UpdateField};
pub use inspect::{Inspector, inspect_dto};
pub use nested::Nested;
pub use new::{Draft, New, SafeCreate};
pub use patch::Patch;
pub use read::{AsScalar, Input, Reader, Typed};
pub use rules::Walk;
#[cfg(feature = "sanitize-html")]
pub use sanitize::sanitize_html;
pub use sanitize::{
    Sanitize, Sanitizer, sanitize, sanitize_email, sanitize_lowercase, sanitize_nfc, sanitize_trim,
};
pub use scalar::Scalar;
pub use shape::{FieldShape, Shape};
#[doc(hidden)]
pub use validity::garde_report;
pub use validity::{Invalid, all_valid};

pub(crate) use findings::{Findings, folded, is_same_word};
pub(crate) use refusal::{DeniedField, InputRefusal};
