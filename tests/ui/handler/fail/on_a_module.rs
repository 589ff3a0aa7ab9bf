//! A policy goes on a function, not on many.
include!("../../vocabulary.rs");
#[portcullis::authenticated]
mod reports {}

fn main() {}
