//! Everything that also runs in const evaluation: bit sets, name look-up, role closures, clauses.
//!
//! In const evaluation a panic *is* the compiler's diagnostic and iterators do not exist, so this
//! is the one module that may index and panic. Generated code calls what panics in const position;
//! at run time only a policy that is put together by hand could.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "const evaluation has no iterators, and its panic is the compile error the user reads"
)]

pub(crate) mod assertions;
pub(crate) mod bits;
pub(crate) mod clauses;
pub(crate) mod closure;
#[cfg(not(feature = "sanitize-html"))]
pub(crate) mod features;
pub(crate) mod fields;
pub(crate) mod message;
pub(crate) mod names;
pub(crate) mod objects;
pub(crate) mod pattern;
pub(crate) mod reach;
pub(crate) mod rules;
pub(crate) mod selection;
pub(crate) mod shown;
pub(crate) mod tree;
pub(crate) mod words;
