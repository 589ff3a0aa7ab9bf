//! An empty `any` would allow nobody.
include!("../../vocabulary.rs");
portcullis::policy!(NOBODY: Permission = any());

fn main() {}
