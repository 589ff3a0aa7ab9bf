//! Generated code where nothing has its usual name: no prelude, portcullis renamed, the words of
//! `core` taken by other things.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings, missing_debug_implementations, unused_qualifications, rust_2018_idioms)]
#![deny(clippy::all, clippy::pedantic)]

pub mod assertions;
pub mod decoys;
pub mod fields;
pub mod handlers;
pub mod resources;

pub use decoys::vocabulary::Permission;
