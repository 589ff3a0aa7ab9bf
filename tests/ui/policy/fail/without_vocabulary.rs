//! A named policy says which vocabulary it speaks.
include!("../../vocabulary.rs");
portcullis::policy!(EDITORS = role(Editor));

fn main() {}
