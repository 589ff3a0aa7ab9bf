//! What may be asked of a list: filters, order, pages, among the fields that the caller may see.

mod cursor;
mod extractor;
mod filter;
mod order;
mod page;
mod parameters;
mod parse;
mod shape;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod sql;

pub use extractor::Query;
pub use filter::{ComparedWith, FilterField, assert_compared};
pub use order::{Direction, SortBy};
pub use page::Page;
pub use shape::{FilterShape, Limits, QueryShape, SafeQuery, SortShape};

pub(crate) use cursor::CursorKey;
